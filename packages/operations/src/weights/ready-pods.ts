import type { Kube } from "@caravan/cluster";
import type { Ports } from "@caravan/mesh";
import * as v from "valibot";

const Pods = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    items: v.array(
      v.object({
        metadata: v.object({
          labels: v.optional(v.record(v.string(), v.string()), {}),
          deletionTimestamp: v.optional(v.string()),
        }),
        status: v.object({
          conditions: v.optional(v.array(v.object({ type: v.string(), status: v.string() })), []),
        }),
      }),
    ),
  }),
);

/** The pods of each version of an app that are ready to serve. */
export const readyPods =
  (kube: Kube): Ports["readyPods"] =>
  async (app) => {
    const pods = v.parse(
      Pods,
      await kube.kubectl(["-n", "shop", "get", "pods", "-l", `app=${app}`, "-o", "json"]),
    );
    const ready = (version: string) =>
      pods.items.filter(
        ({ metadata: { labels, deletionTimestamp }, status: { conditions } }) =>
          labels.version === version &&
          deletionTimestamp === undefined &&
          conditions.some(({ type, status }) => type === "Ready" && status === "True"),
      ).length;
    return { v1: ready("v1"), v2: ready("v2") };
  };
