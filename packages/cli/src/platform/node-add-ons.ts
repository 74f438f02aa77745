import { chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { objectsIn, readClusterFile, requireOurNamespaces } from "@caravan/cluster";
import { claims, namespace } from "@caravan/observability";
import { namespaces } from "@caravan/toolchain";
import * as v from "valibot";

interface Volume {
  name: string;
  namespace: string;
  claim: string;
  /** User of the pod that writes there. */
  user: number;
}

/** User 999 is MariaDB's and Redis' (charts/data/values.yaml says why), 65532 what every other pod of ours runs as. */
const volumes: readonly Volume[] = [
  ...["mariadb", "redis"].map((name) => ({
    name,
    namespace: namespaces.data,
    claim: `${name}-data`,
    user: 999,
  })),
  ...claims.map((claim) => ({ name: claim, namespace, claim, user: 65532 })),
];

/** A folder of the instance as a volume for its one claim, so that `down` and `up` find the data again. */
const persistentVolume = (data: string, { name, namespace, claim }: Volume) => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: `caravan-${name}` },
  spec: {
    storageClassName: "caravan-local",
    capacity: { storage: "20Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    claimRef: { namespace, name: claim },
    hostPath: { path: join(data, name), type: "Directory" },
  },
});

/** What a managed cluster has and the embedded node lacks: DNS, and a storage class with its volumes. */
export const installNodeAddOns = async (
  kube: Kube,
  options: { data: string; dnsAddress: string; corednsImage: string },
): Promise<void> => {
  for (const { name, user } of volumes) {
    const folder = join(options.data, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chown(folder, user, user);
  }
  const manifests = await Promise.all([
    readClusterFile("manifests/pull-policy.yaml"),
    readClusterFile("manifests/storage.yaml"),
    readClusterFile("manifests/coredns.yaml", {
      COREDNS_IMAGE: options.corednsImage,
      DNS_ADDRESS: options.dnsAddress,
    }),
  ]);
  const stored = volumes.map((volume) => JSON.stringify(persistentVolume(options.data, volume)));
  await kube.apply([...manifests, ...stored].join("\n---\n"));
};

const Named = v.object({ metadata: v.object({ name: v.string() }) });

/** A control plane that others have installed, which is not changed. */
export interface Foreign {
  istio: boolean;
  dapr: boolean;
}

const namespacesOf = async (foreign: Foreign) => {
  const theirs = [...(foreign.istio ? ["istio-system"] : []), ...(foreign.dapr ? ["dapr-system"] : [])];
  const items = objectsIn(await readClusterFile("manifests/namespaces.yaml"));
  const named = items.map((item) => ({ item, name: v.parse(Named, item).metadata.name }));
  return named.filter(({ name }) => !theirs.includes(name));
};

/** @throws Trouble when a foreign namespace has one of the platform's names */
export const checkNamespaces = async (kube: Kube, foreign: Foreign): Promise<void> => {
  await requireOurNamespaces(
    kube,
    (await namespacesOf(foreign)).map(({ name }) => name),
  );
};

/**
 * Creates the platform's namespaces.
 *
 * @throws Trouble when the cluster is shared and one of them is foreign
 */
export const createNamespaces = async (
  kube: Kube,
  foreign = { istio: false, dapr: false },
): Promise<void> => {
  if (kube.shared) await checkNamespaces(kube, foreign);
  const items = (await namespacesOf(foreign)).map(({ item }) => item);
  await kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
};
