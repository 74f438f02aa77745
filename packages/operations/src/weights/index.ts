import type { Kube } from "@caravan/cluster";
import type { Ports } from "@caravan/mesh";
import { openMesh } from "./open-mesh.ts";
import { openProxies } from "./open-proxies.ts";
import { readyPods } from "./ready-pods.ts";

export { openMesh };

/** What a move of traffic works on, by kubectl. */
export const openTraffic = (kube: Kube): Ports => ({
  mesh: openMesh(kube),
  proxies: openProxies(kube),
  readyPods: readyPods(kube),
});
