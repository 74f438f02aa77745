import { chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { objectsIn, readClusterFile, requireOurNamespaces } from "@caravan/cluster";
import * as v from "valibot";

/** User of MariaDB and Redis in their pods; `charts/data/values.yaml` says why this one. */
const storeUser = 999;

/** What a managed cluster has and the embedded node lacks: DNS, and a storage class with its volumes. */
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

const Named = v.object({ metadata: v.object({ name: v.string() }) });

/** A control plane that others have installed, which is not changed. */
export interface Foreign {
  istio: boolean;
  dapr: boolean;
}

async function namespaces(foreign: Foreign) {
  const theirs = [...(foreign.istio ? ["istio-system"] : []), ...(foreign.dapr ? ["dapr-system"] : [])];
  const items = objectsIn(await readClusterFile("manifests/namespaces.yaml"));
  const named = items.map((item) => ({ item, name: v.parse(Named, item).metadata.name }));
  return named.filter(({ name }) => !theirs.includes(name));
}

/** @throws Trouble when a foreign namespace has one of the platform's names */
export async function checkNamespaces(kube: Kube, foreign: Foreign): Promise<void> {
  await requireOurNamespaces(
    kube,
    (await namespaces(foreign)).map(({ name }) => name),
  );
}

/**
 * Creates the platform's namespaces.
 *
 * @throws Trouble when the cluster is shared and one of them is foreign
 */
export async function createNamespaces(kube: Kube, foreign = { istio: false, dapr: false }): Promise<void> {
  if (kube.shared) await checkNamespaces(kube, foreign);
  const items = (await namespaces(foreign)).map(({ item }) => item);
  await kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
}
