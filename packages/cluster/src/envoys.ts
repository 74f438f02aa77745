import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import type { Kube } from "./kube.ts";

/** The namespaces with our Envoys: every pod of the shop, and its gateway. */
export const envoyNamespaces = ["shop", "istio-ingress"];

const Condition = v.object({ type: v.string(), status: v.string() });
const Container = v.object({ name: v.string() });
const Pod = v.object({
  metadata: v.object({
    name: v.string(),
    namespace: v.string(),
    deletionTimestamp: v.optional(v.string()),
  }),
  spec: v.object({ containers: v.array(Container), initContainers: v.optional(v.array(Container), []) }),
  status: v.object({ phase: v.string(), conditions: v.optional(v.array(Condition), []) }),
});
type Pod = v.InferOutput<typeof Pod>;
const Pods = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(Pod) }));

/** @throws Trouble when no istiod is ready to update the Envoys */
export const requireIstiod = async (kube: Kube): Promise<void> => {
  const text = await kube.kubectl(["get", "pods", "--all-namespaces", "-l", "app=istiod", "-o", "json"]);
  const ready = v
    .parse(Pods, text)
    .items.some(({ status: { conditions } }) =>
      conditions.some(({ type, status }) => type === "Ready" && status === "True"),
    );
  if (ready) return;
  throw new Trouble("No istiod is ready, so the mesh cannot be updated. Nothing is changed.", [
    "Find the cause: ./caravan kubectl -n istio-system get pods",
  ]);
};

const runsEnvoy = ({ metadata, spec, status }: Pod): boolean =>
  status.phase === "Running" &&
  metadata.deletionTimestamp === undefined &&
  [...spec.containers, ...spec.initContainers].some(({ name }) => name === "istio-proxy");

/** The timeout of an Envoy's answer. */
const answerSeconds = 10;

/** An Envoy's active configuration; empty when it does not answer. */
const configurationOf = async (kube: Kube, { metadata }: Pod, resource: string): Promise<string> => {
  const ask = ["pilot-agent", "request", "GET", `config_dump?resource=${resource}`];
  const said = kube
    .kubectl(["-n", metadata.namespace, "exec", metadata.name, "-c", "istio-proxy", "--", ...ask])
    .catch(() => "");
  return Promise.race([said, sleep(answerSeconds * 1000, "", { ref: false })]);
};

/**
 * Waits until every running Envoy has an active configuration. Those that start later get it with everything else.
 *
 * @param resource the inspected part of its configuration
 * @param holds the condition; an Envoy that does not answer does not meet it
 * @returns the pods whose Envoys do not meet it after `seconds`
 */
export const everyEnvoy = async (
  kube: Kube,
  resource: "dynamic_listeners" | "dynamic_route_configs",
  holds: (configuration: string) => boolean,
  seconds: number,
): Promise<string[]> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const texts = await Promise.all(
      envoyNamespaces.map((namespace) => kube.kubectl(["-n", namespace, "get", "pods", "-o", "json"])),
    );
    const pods = texts.flatMap((text) => v.parse(Pods, text).items).filter(runsEnvoy);
    const said = await Promise.all(pods.map((pod) => configurationOf(kube, pod, resource)));
    const late = pods.filter((_, i) => said[i] === "" || !holds(said[i] ?? ""));
    if (late.length === 0 || Date.now() >= end) return late.map(({ metadata }) => metadata.name);
    await sleep(1000);
  }
};
