import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "@caravan/toolchain";
import type { Kube } from "./kube.ts";
import { isReady, type Pod, readPods } from "./pods.ts";

/** The namespaces with our Envoys: every pod of the shop, and its gateway. */
export const envoyNamespaces = ["shop", "istio-ingress"];

const readyIstiods = async (kube: Kube): Promise<Pod[]> =>
  (await readPods(kube, { app: "istiod" })).filter(isReady);

/** @throws Trouble when no istiod is ready to update the Envoys */
export const requireIstiod = async (kube: Kube): Promise<void> => {
  if ((await readyIstiods(kube)).length > 0) return;
  throw new Trouble("No istiod is ready, so the mesh cannot be updated. Nothing is changed.", [
    "Find the cause: ./caravan kubectl -n istio-system get pods",
  ]);
};

const runsEnvoy = ({ metadata, spec, status }: Pod): boolean =>
  status.phase === "Running" &&
  metadata.deletionTimestamp === undefined &&
  [...spec.containers, ...spec.initContainers].some(({ name }) => name === "istio-proxy");

/** The timeout of an answer. */
const answerSeconds = 10;

/** Runs a program in a container of a pod; empty when it does not answer in time. */
export const execIn = (
  { kubectl }: Kube,
  { metadata }: { readonly metadata: Pick<Pod["metadata"], "name" | "namespace"> },
  container: string,
  command: readonly string[],
): Promise<string> =>
  Promise.race([
    kubectl(["-n", metadata.namespace, "exec", metadata.name, "-c", container, "--", ...command]).catch(
      () => "",
    ),
    sleep(answerSeconds * 1000, "", { ref: false }),
  ]);

/** A running Envoy of ours. */
interface Envoy {
  /** The pod's name. */
  readonly name: string;
  readonly namespace: string;
  /** A part of its active configuration; empty when it does not answer. */
  configuration(resource: "dynamic_listeners"): Promise<string>;
}

/** Every Envoy that runs now. */
const runningEnvoys = async (kube: Kube): Promise<Envoy[]> => {
  const pods = await Promise.all(envoyNamespaces.map((namespace) => readPods(kube, { namespace })));
  return pods
    .flat()
    .filter(runsEnvoy)
    .map((pod) => ({
      name: pod.metadata.name,
      namespace: pod.metadata.namespace,
      configuration: (resource) =>
        execIn(kube, pod, "istio-proxy", [
          "pilot-agent",
          "request",
          "GET",
          `config_dump?resource=${resource}`,
        ]),
    }));
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
  resource: "dynamic_listeners",
  holds: (configuration: string) => boolean,
  seconds: number,
): Promise<string[]> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const envoys = await runningEnvoys(kube);
    const said = await Promise.all(envoys.map((envoy) => envoy.configuration(resource)));
    const late = envoys.filter((_, i) => said[i] === "" || !holds(said[i] ?? ""));
    if (late.length === 0 || Date.now() >= end) return late.map(({ name }) => name);
    await sleep(1000);
  }
};
