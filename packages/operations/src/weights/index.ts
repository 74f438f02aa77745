import { execIn, type Kube, readPods } from "@caravan/cluster";
import { openTraffic as openTrafficOf, type Ports } from "@caravan/mesh";
import { openMesh } from "./open-mesh.ts";

export { openMesh };

/** What a move of traffic works on, by kubectl. */
export const openTraffic = (kube: Kube): Ports =>
  openTrafficOf({
    virtualServices: openMesh(kube),
    pods: (namespace, app) => readPods(kube, { namespace, ...(app !== undefined && { app }) }),
    exec: (pod, container, command) => execIn(kube, pod, container, command),
  });
