import { execIn, type Kube } from "@caravan/cluster";
import { openTraffic as openTrafficOf, Pod, type Ports } from "@caravan/mesh";
import * as v from "valibot";
import { openMesh } from "./open-mesh.ts";

export { openMesh };

const Pods = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(Pod) }));

/** What a move of traffic works on, by kubectl. */
export const openTraffic = (kube: Kube): Ports =>
  openTrafficOf({
    virtualServices: openMesh(kube),
    async pods(namespace, app) {
      const labelled = app === undefined ? [] : ["-l", `app=${app}`];
      const args = ["-n", namespace, "get", "pods", ...labelled, "-o", "json"];
      return v.parse(Pods, await kube.kubectl(args)).items;
    },
    exec: (pod, container, command) => execIn(kube, pod, container, command),
  });
