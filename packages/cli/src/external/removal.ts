import type { Kube } from "@caravan/cluster";
import { ourLabel, ourNamespaces, releasesIn, shopNamespaces } from "@caravan/cluster";

/** What `down` removes from an existing cluster. */
export interface Removal {
  releases: { namespace: string; name: string }[];
  /** Ours, without objects of others. */
  namespaces: string[];
  /** Namespaces of ours that stay, with the objects of others in them. */
  shared: { namespace: string; foreign: string[] }[];
}

/** Kinds that controllers create and delete. */
const passing = /^(events(\.events\.k8s\.io)?|endpoints|endpointslices\.|leases\.|pods\.metrics\.)/;

/** Objects that Kubernetes, Istio and Dapr create in every namespace. */
const automatic = new Set([
  "ConfigMap/kube-root-ca.crt",
  "ConfigMap/istio-ca-root-cert",
  "ConfigMap/istio-ca-crl",
  "ConfigMap/dapr-trust-bundle",
  "ServiceAccount/default",
]);

const columns = [
  "KIND:.kind",
  "NAME:.metadata.name",
  "OWNER:.metadata.ownerReferences[0].kind",
  "RELEASE:.metadata.annotations.meta\\.helm\\.sh/release-name",
  `OURS:.metadata.labels.${ourLabel.key.replaceAll(".", "\\.")}`,
].join(",");

/** Objects of others in a namespace, as `Kind/name`. Only names and labels are read. */
const foreignIn = async (kube: Kube, namespace: string, releases: readonly string[]): Promise<string[]> => {
  const kinds = (await kube.kubectl(["api-resources", "--verbs=list", "--namespaced", "-o", "name"]))
    .split("\n")
    .filter((kind) => kind !== "" && !passing.test(kind));
  const args = ["--ignore-not-found", "--no-headers", "-o", `custom-columns=${columns}`];
  const table = await kube.kubectl(["-n", namespace, "get", kinds.join(","), ...args]);
  return table.split("\n").flatMap((line) => {
    const [kind, name, owner, release, label] = line.trim().split(/\s+/);
    if (!kind || !name || label === ourLabel.value) return [];
    if (owner !== "<none>" || automatic.has(`${kind}/${name}`)) return [];
    const stored = /^sh\.helm\.release\.v1\.(.*)\.v\d+$/.exec(name)?.[1];
    return releases.includes(release ?? "") || releases.includes(stored ?? "") ? [] : [`${kind}/${name}`];
  });
};

/** Plans the removal; changes nothing. */
export const planRemoval = async (kube: Kube, wipe: boolean): Promise<Removal> => {
  const there = await ourNamespaces(kube, shopNamespaces);
  const looked = await Promise.all(
    there.map(async (namespace) => {
      const own = await releasesIn(kube, namespace, "ours");
      return { namespace, own, foreign: wipe ? await foreignIn(kube, namespace, own) : [] };
    }),
  );
  const releases = looked.flatMap(({ namespace, own }) => own.map((name) => ({ namespace, name })));
  const [alone, shared] = [
    looked.filter(({ foreign }) => foreign.length === 0).map(({ namespace }) => namespace),
    looked.filter(({ foreign }) => foreign.length > 0),
  ];
  return { releases, namespaces: wipe ? alone : [], shared };
};

/** The plan as text, a line per object. */
export const describeRemoval = ({ releases, namespaces, shared }: Removal): string[] => [
  ...releases.map(({ namespace, name }) => `goes   Helm release ${name} in ${namespace}`),
  ...namespaces.map((name) => `goes   namespace ${name} with everything in it, data too`),
  ...shared.map(({ namespace, foreign }) => {
    const some = foreign.slice(0, 5).join(", ");
    const more = foreign.length > 5 ? ` and ${foreign.length - 5} more` : "";
    return `stays  namespace ${namespace}: others have ${some}${more} in it`;
  }),
  "stays  Istio and Dapr, which others may use by now",
];

/** Executes the plan. A namespace's label is checked again when it is deleted. */
export const remove = async (kube: Kube, { releases, namespaces }: Removal): Promise<void> => {
  for (const { namespace, name } of releases)
    await kube.helm(["uninstall", name, "--namespace", namespace, "--ignore-not-found", "--wait"]);
  if (namespaces.length === 0) return;
  const still = await ourNamespaces(kube, namespaces);
  if (still.length > 0) await kube.kubectl(["delete", "namespace", ...still, "--ignore-not-found"]);
};
