import { isReady, type Kube, readPods } from "@caravan/cluster";
import type { Ports } from "@caravan/mesh";

/** The pods of each version of an app that are ready to serve. */
export const readyPods =
  (kube: Kube): Ports["readyPods"] =>
  async (app) => {
    const pods = await readPods(kube, { namespace: "shop", app });
    const serving = pods.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined);
    const of = (version: string) =>
      serving.filter(({ metadata: { labels } }) => labels.version === version).length;
    return { v1: of("v1"), v2: of("v2") };
  };
