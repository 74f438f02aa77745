import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import type { Kube } from "./kube.ts";

const State = v.object({
  waiting: v.optional(v.object({ reason: v.optional(v.string(), ""), message: v.optional(v.string(), "") })),
  terminated: v.optional(v.object({ reason: v.optional(v.string(), ""), exitCode: v.number() })),
});

const Container = v.object({
  name: v.string(),
  ready: v.boolean(),
  restartCount: v.number(),
  state: v.optional(State, {}),
  lastState: v.optional(State, {}),
});
type Container = v.InferOutput<typeof Container>;

const Pods = v.object({
  items: v.array(
    v.object({
      metadata: v.object({ name: v.string() }),
      status: v.object({
        phase: v.string(),
        conditions: v.optional(v.array(v.object({ message: v.optional(v.string(), "") })), []),
        initContainerStatuses: v.optional(v.array(Container), []),
        containerStatuses: v.optional(v.array(Container), []),
      }),
    }),
  ),
});

/** The problem of one container; undefined for one that serves. */
const describeContainer = ({
  name,
  ready,
  restartCount,
  state,
  lastState,
}: Container): string | undefined => {
  const ended = state.terminated ?? lastState.terminated;
  if (ready || state.terminated?.exitCode === 0) return undefined;
  const waiting = state.waiting ? `${state.waiting.reason} ${state.waiting.message}`.trim() : "is not ready";
  const restarts = restartCount > 0 ? `, restarted ${restartCount} times` : "";
  return `${name} ${waiting}${restarts}${ended ? `, ended with ${ended.exitCode} ${ended.reason}` : ""}`;
};

/** The last warnings about a pod, such as failed probes. */
const warnings = async ({ kubectl }: Pick<Kube, "kubectl">, namespace: string, pod: string) => {
  const about = `involvedObject.name=${pod},type=Warning`;
  const fields = "custom-columns=:.count,:.reason,:.message";
  const events = ["-n", namespace, "get", "events", "--field-selector", about, "--sort-by=.lastTimestamp"];
  return indented(await kubectl([...events, "-o", fields]).catch(() => "")).slice(-3);
};

const indented = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `  ${line.slice(0, 400)}`);

/** Why a workload's pods do not serve: reasons, warnings, and the last log lines of containers that are not ready. */
const diagnose = async (kube: Kube, namespace: string, workload: string): Promise<string[]> => {
  const json = await kube.kubectl(["-n", namespace, "get", "pods", "-o", "json"]);
  const pods = v.parse(v.pipe(v.string(), v.parseJson(), Pods), json).items;
  const lines: string[] = [];
  for (const { metadata, status } of pods) {
    if (status.phase === "Succeeded" || !metadata.name.startsWith(workload)) continue;
    const containers = [...status.initContainerStatuses, ...status.containerStatuses];
    const before = lines.length;
    if (containers.length === 0)
      lines.push(
        `pod ${metadata.name} is ${status.phase}`,
        ...status.conditions.flatMap(({ message }) => indented(message)),
      );
    for (const container of containers) {
      const fault = describeContainer(container);
      if (!fault) continue;
      lines.push(`pod ${metadata.name}: ${fault}`);
      const previous = container.restartCount > 0 ? ["--previous"] : [];
      const log = ["-n", namespace, "logs", metadata.name, "-c", container.name, "--tail=6", ...previous];
      lines.push(...indented(await kube.kubectl(log).catch(() => "")));
    }
    if (lines.length > before) lines.push(...(await warnings(kube, namespace, metadata.name)));
  }
  return lines;
};

/** Explains a failed rollout or hook by its pods. */
export const explainFailure = async (
  kube: Kube,
  namespace: string,
  workload: string,
  error: unknown,
): Promise<never> => {
  const lines = await diagnose(kube, namespace, workload).catch(() => []);
  if (lines.length === 0) throw error;
  throw new Trouble(`${workload} in ${namespace} does not come up.`, [
    ...lines,
    `See more: ./caravan kubectl -n ${namespace} describe pods; then ./caravan up again.`,
  ]);
};
