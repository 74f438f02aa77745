import { join } from "node:path";
import { installRelease, type Kube, type Release } from "@caravan/cluster";
import { checkout, namespaces } from "@caravan/toolchain";
import { liveKeySet } from "./live-key-set.ts";
import { isObserved } from "./observability.ts";

const rulesRelease = (name: string, folder: string, values = {}): Release => ({
  name,
  namespace: namespaces.shop,
  chart: join(checkout, folder),
  values,
});

/** Envoys and daprd make spans where the shop is watched; here of every request, so that each order's trace is found. */
const traced = (observed: boolean, share = {}) => (observed ? { traces: { enabled: true, ...share } } : {});

/**
 * Installs or upgrades `mesh/istio`.
 *
 * @param options.keySet public keys that verify access tokens; default the live ones
 * @param options.observed whether the shop is watched; default as it is now
 */
export const installMesh = async (
  kube: Kube,
  deployed: Map<string, string>,
  { keySet, observed = isObserved(deployed) }: { keySet?: string; observed?: boolean } = {},
): Promise<void> => {
  const keys = keySet ?? (await liveKeySet(kube));
  const values = { accessToken: { keys }, ...traced(observed, { samplePercent: 100 }) };
  await installRelease(kube, rulesRelease("mesh", "mesh/istio", values), deployed);
};

/**
 * Gives endpoints that an older shop has in the releases of its apps to that of the components; the upgrades of those apps would delete
 * them.
 */
const adoptEndpoints = async (kube: Kube): Promise<void> => {
  const adopted = ["meta.helm.sh/release-name=components", "helm.sh/resource-policy=keep"];
  const older = ["httpendpoints.dapr.io", "-n", namespaces.shop, "-l", "app.kubernetes.io/part-of=caravan"];
  await kube.kubectl(["annotate", "--overwrite", ...older, ...adopted]);
};

/** Installs or upgrades `components`: Dapr's components, resiliency and configuration, and where calls go. */
export const installComponents = async (
  kube: Kube,
  deployed: Map<string, string>,
  observed = isObserved(deployed),
): Promise<void> => {
  await adoptEndpoints(kube);
  await installRelease(kube, rulesRelease("components", "components", traced(observed)), deployed);
};
