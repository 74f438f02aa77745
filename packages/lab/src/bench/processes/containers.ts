import type { Kube } from "@caravan/cluster";
import * as v from "valibot";
import type { Container } from "./parts.ts";

const Statuses = v.optional(
  v.array(v.object({ name: v.string(), containerID: v.optional(v.string(), "") })),
  [],
);

const Pods = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    items: v.array(
      v.object({
        metadata: v.object({
          name: v.string(),
          namespace: v.string(),
          labels: v.optional(v.record(v.string(), v.string()), {}),
        }),
        status: v.object({ containerStatuses: Statuses, initContainerStatuses: Statuses }),
      }),
    ),
  }),
);

/** Every container of the cluster by its id, which also names the control group of its processes. */
export const readContainers = async (kube: Kube): Promise<Map<string, Container>> => {
  const { items } = v.parse(Pods, await kube.kubectl(["get", "pods", "--all-namespaces", "-o", "json"]));
  return new Map(
    items.flatMap(({ metadata, status }) => {
      const app = metadata.labels.app;
      const pod = {
        namespace: metadata.namespace,
        pod: metadata.name,
        ...(app === undefined ? {} : { app }),
      };
      return [...status.containerStatuses, ...status.initContainerStatuses].map(
        ({ name, containerID }): [string, Container] => [
          containerID.replace(/^.*\/\//, ""),
          { ...pod, name },
        ],
      );
    }),
  );
};
