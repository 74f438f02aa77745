import { join } from "node:path";
import { installRelease, type Kube, type Release } from "@caravan/cluster";
import { type Mesh, VirtualService } from "@caravan/mesh";
import { checkout } from "@caravan/toolchain";
import { ExecaError } from "execa";
import * as v from "valibot";
import { liveKeySet } from "./live-key-set.ts";
import { isObserved } from "./observability.ts";

const virtualServices = "virtualservices.networking.istio.io";
const VirtualServices = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(VirtualService) }));

/** The shop's VirtualServices, read and replaced with kubectl; none while Istio is not installed. */
export const openMesh = (kube: Kube): Mesh => ({
  async list() {
    if (!(await kube.kubectl(["get", "crd", virtualServices, "--ignore-not-found", "-o", "name"]))) return [];
    const json = await kube.kubectl(["-n", "shop", "get", virtualServices, "-o", "json"]);
    return v.parse(VirtualServices, json).items;
  },
  async replace(items) {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    try {
      await kube.kubectl(["replace", "--field-manager=caravan-weights", "-f", "-"], list);
      return "replaced";
    } catch (error) {
      if (error instanceof ExecaError && /\(Conflict\)/.test(String(error.stderr))) return "conflict";
      throw error;
    }
  },
});

const rulesRelease = (name: string, folder: string, values = {}): Release => ({
  name,
  namespace: "shop",
  chart: join(checkout, folder),
  values,
});

/** Envoys and daprd make spans where the shop is watched. */
const traced = (observed: boolean) => (observed ? { traces: { enabled: true } } : {});

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
  const values = { accessToken: { keys }, ...traced(observed) };
  await installRelease(kube, rulesRelease("mesh", "mesh/istio", values), deployed);
};

/** Installs or upgrades `components`: Dapr's components, resiliency and configuration. */
export const installComponents = async (
  kube: Kube,
  deployed: Map<string, string>,
  observed = isObserved(deployed),
): Promise<void> => {
  await installRelease(kube, rulesRelease("components", "components", traced(observed)), deployed);
};
