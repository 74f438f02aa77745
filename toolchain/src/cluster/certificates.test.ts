import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressesOf } from "./addresses.ts";
import { certificatesIn } from "./certificates.ts";
import { createPki, endingDaprAuthority } from "./pki.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-certificates-"));
});
afterAll(() => rm(folder, { recursive: true }));
const read = async (...path: string[]) => new X509Certificate(await readFile(join(folder, ...path)));

describe("certificates", () => {
  it("are signed by their authority, for their hosts alone, also when several are issued at once", async () => {
    const certificates = certificatesIn(folder);
    await certificates.createAuthority("ca", "/CN=ca");
    await certificates.createAuthority("other", "/CN=ca");
    const names = ["a", "b", "c"];
    await Promise.all(
      names.map((name) =>
        certificates.issue({
          ...{ name, subject: `/CN=${name}`, authority: "ca" },
          extensions: [`subjectAltName=DNS:${name}.test`],
        }),
      ),
    );
    const [ca, other] = [await read("ca.crt"), await read("other.crt")];
    const issued = await Promise.all(names.map((name) => read(`${name}.crt`)));
    for (const [i, certificate] of issued.entries()) {
      expect(certificate.verify(ca.publicKey)).toBe(true);
      expect(certificate.verify(other.publicKey)).toBe(false);
      expect(names.map((name) => certificate.checkHost(`${name}.test`) !== undefined)).toEqual(
        names.map((_, j) => i === j),
      );
    }
    expect(new Set(issued.map(({ serialNumber }) => serialNumber)).size).toBe(3);
  });

  it("of a cluster are for what they are used: API server by name and address, administrator, Dapr's issuer", async () => {
    const addresses = addressesOf(0);
    await createPki(folder, addresses);
    const ca = await read("pki", "ca.crt");
    const [server, admin] = [await read("pki", "apiserver.crt"), await read("pki", "admin.crt")];
    expect([server, admin].map((certificate) => certificate.verify(ca.publicKey))).toEqual([true, true]);
    expect(server.checkHost("kubernetes.default.svc")).toBeDefined();
    expect(server.checkIP(addresses.nodeAddress)).toBeDefined();
    expect(admin.subject.split("\n").sort()).toEqual(["CN=caravan-admin", "O=system:masters"]);
    const issuer = await read("pki", "dapr-issuer.crt");
    expect([server.ca, admin.ca, issuer.ca]).toEqual([false, false, true]);
    const root = (await read("pki", "dapr-root.crt")).publicKey;
    expect(issuer.verify(root)).toBe(true);
    const ending = new X509Certificate((await endingDaprAuthority(folder, 7)).issuer);
    expect([ending.verify(root), ending.ca]).toEqual([true, true]);
    expect(Math.round((ending.validToDate.getTime() - Date.now()) / 86_400_000)).toBe(7);
  });
});
