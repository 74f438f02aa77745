import { setTimeout as sleep } from "node:timers/promises";
import { Trouble, until } from "@caravan/toolchain";
import type { Fault, Ground } from "./faults/fault.ts";
import { type Health, openHealth } from "./health.ts";
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
  /** What was still not as wanted when the patience ended. */
  readonly unready: readonly string[];
  /** Why it could not be injected. */
  readonly fault?: string;
}

/** The progress of a run, and its callbacks. */
export interface Progress {
  begun(): number;
  running(): boolean;
  note(text: string): void;
  /** Gets the removal of each fault, in case the run ends early. */
  undo(end: () => Promise<void>): void;
}

/**
 * Executes a plan: injects each fault at its number of orders, removes it after its time, and measures the recovery.
 *
 * @param patienceSeconds how long a recovery may take
 * @throws Trouble when something is unready before the first fault
 */
export const carryOut = async (
  ground: Ground,
  faults: ReadonlyMap<string, Fault>,
  plan: readonly PlannedFault[],
  progress: Progress,
  patienceSeconds = 180,
): Promise<Wound[]> => {
  const health = openHealth(ground.kube);
  const before = await stillUnready(health, [], patienceSeconds);
  // A recovery can only be measured from a state in which everything runs.
  if (before.length > 0) throw new Trouble(`Not ready before anything was hurt: ${before.join(", ")}.`);
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
          const unready = await stillUnready(health, gone, patienceSeconds);
          const healedAfterSeconds = unready.length === 0 ? since(ended) : undefined;
          return { target, atSeconds, lastedSeconds: lastsSeconds, healedAfterSeconds, unready };
        } catch (error) {
          const nothing = { lastedSeconds: 0, healedAfterSeconds: undefined, unready: [] };
          return { target, atSeconds, ...nothing, fault: String(error) };
        }
      })(),
    );
  }
  return Promise.all(wounds);
};

/** Waits until everything runs and the containers that are `gone` were replaced. Returns what is not so when the patience ends. */
const stillUnready = async (
  health: () => Promise<Health>,
  gone: readonly string[],
  patienceSeconds: number,
): Promise<readonly string[]> => {
  const end = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const { unready, containers } = await health();
    const left = gone.some((id) => containers.has(id)) ? [...unready, "the killed container"] : unready;
    if (left.length === 0 || Date.now() >= end) return left;
    await sleep(500);
  }
};

/** Retries: the API server may just have been killed, and the target may be restarting. */
const retry = async <T>(work: () => Promise<T>): Promise<T> => {
  const patience = { timeoutSeconds: 60, intervalMilliseconds: 500, despiteFaults: true };
  const { result } = await until(
    "a fault is put in or taken away",
    async () => ({ result: await work() }),
    patience,
  );
  return result;
};
