import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** What outlives this needs new certificates: a cluster gets them by `down` and `up`. */
const clustersDays = 3650;
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** A certificate that an authority signs. */
export interface Leaf {
  /** Its files: `<name>.crt` and `<name>.key`. */
  name: string;
  /** Such as `/CN=kube-apiserver`. */
  subject: string;
  /** Lines as openssl's `-extfile` takes them. */
  extensions: readonly string[];
  /** The name of the authority. */
  authority: string;
  /** How long it is good for, in days; as long as the cluster when nothing is said. */
  days?: number;
}

/** Makes certificates with openssl, as PEM files in one folder. */
export interface Certificates {
  createAuthority(name: string, subject: string): Promise<void>;
  issue(leaf: Leaf): Promise<void>;
}

/** @param folder must exist and be its owner's alone: private keys come into it */
export const certificatesIn = (folder: string): Certificates => {
  const openssl = async (...args: string[]) => {
    await execa("openssl", args, { cwd: folder });
  };
  const request = (name: string, subject: string) => [...newKey, "-subj", subject, "-keyout", `${name}.key`];
  return {
    createAuthority: (name, subject) =>
      openssl(
        "req",
        "-x509",
        "-new",
        ...request(name, subject),
        "-out",
        `${name}.crt`,
        "-days",
        `${clustersDays}`,
      ),
    async issue({ name, subject, extensions, authority, days = clustersDays }) {
      await writeFile(join(folder, `${name}.ext`), `${extensions.join("\n")}\n`);
      await openssl("req", "-new", ...request(name, subject), "-out", `${name}.csr`);
      // A serial file for each, so that several can be issued at the same time.
      const signer = ["-CA", `${authority}.crt`, "-CAkey", `${authority}.key`];
      const serial = ["-CAserial", `${name}.srl`, "-CAcreateserial"];
      const made = ["-days", `${days}`, "-extfile", `${name}.ext`, "-out", `${name}.crt`];
      await openssl("x509", "-req", "-in", `${name}.csr`, ...signer, ...serial, ...made);
    },
  };
};
