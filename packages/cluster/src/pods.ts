import * as v from "valibot";
import type { Kube } from "./kube.ts";

const Condition = v.object({ type: v.string(), status: v.string() });
const Container = v.object({ name: v.string() });
const Pod = v.object({
  metadata: v.object({
    name: v.string(),
    namespace: v.string(),
    labels: v.optional(v.record(v.string(), v.string()), {}),
    deletionTimestamp: v.optional(v.string()),
  }),
  spec: v.object({ containers: v.array(Container), initContainers: v.optional(v.array(Container), []) }),
  status: v.object({ phase: v.string(), conditions: v.optional(v.array(Condition), []) }),
});
/** A pod in Kubernetes. */
export type Pod = v.InferOutput<typeof Pod>;

const Pods = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(Pod) }));

/** The pods of a namespace, or of all, with this label `app` or any. */
export const readPods = async (
  kube: Kube,
  { namespace, app }: { namespace?: string; app?: string },
): Promise<Pod[]> => {
  const within =
    namespace === undefined ? ["get", "pods", "--all-namespaces"] : ["-n", namespace, "get", "pods"];
  const labelled = app === undefined ? [] : ["-l", `app=${app}`];
  return v.parse(Pods, await kube.kubectl([...within, ...labelled, "-o", "json"])).items;
};

/** Whether a pod is ready to serve. One that is being stopped may still be. */
export const isReady = ({ status: { conditions } }: Pod): boolean =>
  conditions.some(({ type, status }) => type === "Ready" && status === "True");
