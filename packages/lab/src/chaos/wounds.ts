import { setTimeout as sleep } from "node:timers/promises";
import type { Kube } from "@caravan/cluster";
import { until } from "@caravan/toolchain";
import { readContainers } from "../bench/processes/containers.ts";
import type { Fault, Ground } from "./faults/fault.ts";
import type { PlannedFault } from "./plan.ts";

/** An injected fault, and the time of the recovery. */
export interface Wound {
  readonly target: string;
  /** From the start of the run. */
  readonly atSeconds: number;
  /** How long the fault was active; 0 for a kill. */
  readonly lastedSeconds: number;
  /** From its end until everything runs again; undefined when it did not within the patience. */
  readonly healedAfterSeconds: number | undefined;
  /** Why it could not be injected. */
  readonly fault?: string;
}

const healPatienceSeconds = 180;

/** Waits until the API server answers and every wanted container is ready. */
const healed = async (kube: Kube, gone: readonly string[]): Promise<boolean> => {
  if ((await kube.kubectl(["get", "--raw", "/readyz"]).catch(() => "")) !== "ok") return false;
  const containers = await readContainers(kube).catch(() => undefined);
  if (containers === undefined || gone.some((id) => containers.has(id))) return false;
  const unready = await kube
    .kubectl([
      ...["get", "deployments,statefulsets", "--all-namespaces", "-o"],
      "go-template={{range .items}}{{if ne (or .status.readyReplicas 0) .spec.replicas}}{{.metadata.name}} {{end}}{{end}}",
    ])
    .catch(() => "unknown");
  return unready.trim() === "";
};

/** The progress of a run, and its callbacks. */
export interface Progress {
  begun(): number;
  running(): boolean;
  note(text: string): void;
  /** Gets the removal of each fault, in case the run ends early. */
  undo(end: () => Promise<void>): void;
}

/** Executes a plan: injects each fault at its number of orders, removes it after its time, and measures the recovery. */
export async function carryOut(
  ground: Ground,
  faults: ReadonlyMap<string, Fault>,
  plan: readonly PlannedFault[],
  progress: Progress,
): Promise<Wound[]> {
  const started = Date.now();
  const since = (moment: number) => (Date.now() - moment) / 1000;
  const wounds: Promise<Wound>[] = [];
  for (const { afterOrders, target } of plan) {
    while (progress.begun() < afterOrders && progress.running()) await sleep(50);
    const inflict = faults.get(target);
    if (inflict === undefined) throw new Error(`there is no fault ${target}`);
    const atSeconds = since(started);
    wounds.push(
      (async () => {
        try {
          const { gone, lastsSeconds, end } = await retry(() => inflict(ground));
          progress.undo(end);
          progress.note(`${atSeconds.toFixed(1).padStart(6)} s  ${target}`);
          await sleep(lastsSeconds * 1000);
          await retry(end);
          const ended = Date.now();
          while (!(await healed(ground.kube, gone)) && since(ended) < healPatienceSeconds) await sleep(500);
          const healedAfterSeconds = since(ended);
          return {
            target,
            atSeconds,
            lastedSeconds: lastsSeconds,
            healedAfterSeconds: healedAfterSeconds < healPatienceSeconds ? healedAfterSeconds : undefined,
          };
        } catch (error) {
          return { target, atSeconds, lastedSeconds: 0, healedAfterSeconds: undefined, fault: String(error) };
        }
      })(),
    );
  }
  return Promise.all(wounds);
}

/** Retries: the API server may just have been killed, and the target may be restarting. */
async function retry<T>(work: () => Promise<T>): Promise<T> {
  const patience = { timeoutSeconds: 60, intervalMilliseconds: 500, despiteFaults: true };
  const { result } = await until(
    "a fault is put in or taken away",
    async () => ({ result: await work() }),
    patience,
  );
  return result;
}
