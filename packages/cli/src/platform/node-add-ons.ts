import { chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readClusterFile } from "./files.ts";
import type { Kube } from "./kube.ts";

/** User of MariaDB and Redis in their pods; `charts/data/values.yaml` says why this one. */
const storeUser = 999;

/** What a managed cluster brings along and the embedded node does not: DNS, a storage class with its volumes, no need for a registry. */
export async function installNodeAddOns(
  kube: Kube,
  options: { data: string; dnsAddress: string; corednsImage: string },
): Promise<void> {
  for (const store of ["mariadb", "redis"]) {
    const folder = join(options.data, store);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chown(folder, storeUser, storeUser);
  }
  const manifests = await Promise.all([
    readClusterFile("manifests/pull-policy.yaml"),
    readClusterFile("manifests/storage.yaml", { DATA: options.data }),
    readClusterFile("manifests/coredns.yaml", {
      COREDNS_IMAGE: options.corednsImage,
      DNS_ADDRESS: options.dnsAddress,
    }),
  ]);
  await kube.apply(manifests.join("\n---\n"));
}

/** Creates the platform's namespaces. */
export async function createNamespaces(kube: Kube): Promise<void> {
  await kube.apply(await readClusterFile("manifests/namespaces.yaml"));
}
