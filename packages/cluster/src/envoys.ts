import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import type { Kube } from "./kube.ts";

/** Where Envoys of ours run: in every pod of the shop, and at its gateway. */
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

/** @throws Trouble when no istiod is there to bring anything to the Envoys */
export async function requireIstiod(kube: Kube): Promise<void> {
  const text = await kube.kubectl(["get", "pods", "--all-namespaces", "-l", "app=istiod", "-o", "json"]);
  const ready = v
    .parse(Pods, text)
    .items.some(({ status: { conditions } }) =>
      conditions.some(({ type, status }) => type === "Ready" && status === "True"),
    );
  if (ready) return;
  throw new Trouble("No istiod is ready, so the mesh cannot be told of anything. Nothing is changed.", [
    "See what it lacks: ./caravan kubectl -n istio-system get pods",
  ]);
}

const runsEnvoy = ({ metadata, spec, status }: Pod): boolean =>
  status.phase === "Running" &&
  metadata.deletionTimestamp === undefined &&
  [...spec.containers, ...spec.initContainers].some(({ name }) => name === "istio-proxy");

/** An Envoy that hangs does not answer. */
const answerSeconds = 10;

/** What an Envoy says of its configuration in force; empty when it does not answer. */
async function configurationOf(kube: Kube, { metadata }: Pod, resource: string): Promise<string> {
  const ask = ["pilot-agent", "request", "GET", `config_dump?resource=${resource}`];
  const said = kube
    .kubectl(["-n", metadata.namespace, "exec", metadata.name, "-c", "istio-proxy", "--", ...ask])
    .catch(() => "");
  return Promise.race([said, sleep(answerSeconds * 1000, "", { ref: false })]);
}

/**
 * Waits until every Envoy that runs has something in force. Those that start later get it with everything else.
 *
 * @param resource the part of its configuration that is looked at
 * @param holds what is waited for; an Envoy that says nothing has not got it
 * @returns the pods whose Envoys have it not after `seconds`
 */
export async function everyEnvoy(
  kube: Kube,
  resource: "dynamic_listeners" | "dynamic_route_configs",
  holds: (configuration: string) => boolean,
  seconds: number,
): Promise<string[]> {
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
}
