import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declaredServices } from "@caravan/toolchain";
import { slotAt } from "@caravan/toolchain/cluster";
import { execa } from "execa";

/** The apps that live outside of the mesh, in namespace `outside`: simulated here, a partner's own in production. */
export const partners = (): string[] =>
  declaredServices().flatMap(({ name, outside }) => (outside ? [name] : []));

/** The namespace of an app. */
export const namespaceOf = (app: string): "shop" | "outside" =>
  partners().includes(app) ? "outside" : "shop";

/** Where a forwarded port shows the bank's page: `kubectl -n outside port-forward service/bank 8090:8080`. */
const forwardedBank = "http://127.0.0.1:8090";

/**
 * Where people see the bank's page. It has a host of its own: cookies know no port, so on the shop's host the bank would be sent
 * the shop's sessions. Behind forwarded ports the shop is at `localhost`, and the bank at this machine's other name.
 */
export const bankOrigin = (shop: string): string => slotAt(shop)?.bank ?? forwardedBank;

/** Addresses of the node at which the bank's page is served on port 80; none where a port is forwarded to it. */
export const bankAddresses = (shop: string): string[] => {
  const slot = slotAt(shop);
  return slot === undefined ? [] : [slot.bankAddress];
};

const days = "3650";

/**
 * Makes an authority and a certificate for each partner, as PEM by the names of secret values. The authority's key is
 * thrown away: whoever wants another certificate makes all of them anew.
 */
export async function makePartnerCertificates(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "caravan-partners-"));
  try {
    const openssl = (...args: string[]) => execa("openssl", args, { cwd: folder });
    const read = (name: string) => readFile(join(folder, name), "utf8");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    const authority = ["-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=caravan-partners", "-days", days];
    await openssl("req", "-x509", "-new", ...key, ...authority);
    const made: Record<string, string> = { "partners-ca": await read("ca.crt") };
    for (const name of partners()) {
      const host = `${name}.outside.svc.cluster.local`;
      await writeFile(
        join(folder, "leaf.ext"),
        `subjectAltName=DNS:${host}\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n`,
      );
      await openssl("req", "-new", ...key, "-subj", `/CN=${name}`, "-keyout", "leaf.key", "-out", "leaf.csr");
      const signer = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
      await openssl(
        "x509",
        "-req",
        "-in",
        "leaf.csr",
        ...signer,
        "-days",
        days,
        "-extfile",
        "leaf.ext",
        "-out",
        "leaf.crt",
      );
      made[`${name}-tls-certificate`] = await read("leaf.crt");
      made[`${name}-tls-key`] = await read("leaf.key");
    }
    return made;
  } finally {
    await rm(folder, { recursive: true });
  }
}
