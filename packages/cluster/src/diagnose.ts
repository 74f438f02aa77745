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
        initContainerStatuses: v.optional(v.array(Container), []),
        containerStatuses: v.optional(v.array(Container), []),
      }),
    }),
  ),
});

/** The problem of one container; undefined for one that serves. */
function describeContainer({ name, ready, restartCount, state, lastState }: Container): string | undefined {
  const ended = state.terminated ?? lastState.terminated;
  if (ready || state.terminated?.exitCode === 0) return undefined;
  const waiting = state.waiting ? `${state.waiting.reason} ${state.waiting.message}`.trim() : "is not ready";
  const restarts = restartCount > 0 ? `, restarted ${restartCount} times` : "";
  return `${name} ${waiting}${restarts}${ended ? `, ended with ${ended.exitCode} ${ended.reason}` : ""}`;
}

/** Why a namespace's pods do not serve: reasons, and the last log lines of ended containers. */
async function diagnose(kube: Kube, namespace: string, workload: string): Promise<string[]> {
  const json = await kube.kubectl(["-n", namespace, "get", "pods", "-o", "json"]);
  const pods = v.parse(v.pipe(v.string(), v.parseJson(), Pods), json).items;
  const lines: string[] = [];
  for (const { metadata, status } of pods) {
    if (status.phase === "Succeeded" || !metadata.name.startsWith(workload)) continue;
    for (const container of [...status.initContainerStatuses, ...status.containerStatuses]) {
      const fault = describeContainer(container);
      if (!fault) continue;
      lines.push(`pod ${metadata.name}: ${fault}`);
      const previous = container.restartCount > 0 ? ["--previous"] : [];
      const log = ["-n", namespace, "logs", metadata.name, "-c", container.name, "--tail=6", ...previous];
      lines.push(
        ...(await kube.kubectl(log).catch(() => ""))
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => `  ${line}`),
      );
    }
  }
  return lines;
}

/** Explains a failed rollout or hook by its pods. */
export async function explainFailure(
  kube: Kube,
  namespace: string,
  workload: string,
  error: unknown,
): Promise<never> {
  const lines = await diagnose(kube, namespace, workload).catch(() => []);
  if (lines.length === 0) throw error;
  throw new Trouble(`${workload} in ${namespace} does not come up.`, [
    ...lines,
    `See more: ./caravan kubectl -n ${namespace} describe pods; then ./caravan up again.`,
  ]);
}
