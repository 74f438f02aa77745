import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declaredServices, namespaces } from "@caravan/toolchain";
import { certificatesIn, slotAt } from "@caravan/toolchain/cluster";

/** The apps that live outside of the mesh, in namespace `outside`: simulated here, a partner's own in production. */
export const partners = (): string[] =>
  declaredServices().flatMap(({ name, outside }) => (outside ? [name] : []));

/** The namespace of an app. */
export const namespaceOf = (app: string): string =>
  partners().includes(app) ? namespaces.partners : namespaces.shop;

/** The bank's page by a forwarded port: `kubectl -n outside port-forward service/bank 8090:8080`. */
const forwardedBank = "http://127.0.0.1:8090";

/**
 * The origin of the bank's page. It has a host of its own: cookies ignore ports, so on the shop's host the bank would get
 * the shop's sessions. With forwarded ports the shop is at `localhost`, and the bank at `127.0.0.1`.
 */
export const bankOrigin = (shop: string): string => slotAt(shop)?.bank ?? forwardedBank;

/** Addresses of the node where the bank's page is served on port 80; none with a forwarded port. */
export const bankAddresses = (shop: string): string[] => {
  const slot = slotAt(shop);
  return slot === undefined ? [] : [slot.bankAddress];
};

/**
 * Makes an authority and a certificate for each partner, as PEM by the names of secret values. The authority's key is
 * thrown away: another certificate needs a new authority, and so new certificates for all.
 */
export const makePartnerCertificates = async (): Promise<Record<string, string>> => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-partners-"));
  const read = (name: string) => readFile(join(folder, name), "utf8");
  try {
    const certificates = certificatesIn(folder);
    await certificates.createAuthority("ca", "/CN=caravan-partners");
    const made: Record<string, string> = { "partners-ca": await read("ca.crt") };
    for (const name of partners()) {
      const host = `subjectAltName=DNS:${name}.${namespaces.partners}.svc.cluster.local`;
      const extensions = [host, "extendedKeyUsage=serverAuth", "basicConstraints=critical,CA:FALSE"];
      await certificates.issue({ name, subject: `/CN=${name}`, extensions, authority: "ca" });
      made[`${name}-tls-certificate`] = await read(`${name}.crt`);
      made[`${name}-tls-key`] = await read(`${name}.key`);
    }
    return made;
  } finally {
    await rm(folder, { recursive: true });
  }
};
