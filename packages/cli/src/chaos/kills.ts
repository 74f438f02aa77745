import { setTimeout as sleep } from "node:timers/promises";
import { readContainers } from "../bench/processes/containers.ts";
import type { Kube } from "../platform/kube.ts";
import type { Kill } from "./plan.ts";
import { killTarget } from "./targets.ts";

/** Something that was killed, and when it ran again. */
export interface Killed {
  readonly target: string;
  /** From the begin of the run. */
  readonly atSeconds: number;
  /** Until everything ran again that ran before; undefined when it did not within the patience. */
  readonly healedAfterSeconds: number | undefined;
  /** Why it could not be killed. */
  readonly fault?: string;
}

const healPatienceSeconds = 180;

/** Waits until the API server answers and no container that is wanted is missing or unready. */
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

/** Carries a plan out: kills when the orders have come so far, and watches how each wound heals. */
export async function carryOut(
  kube: Kube,
  nodeSpace: string,
  plan: readonly Kill[],
  progress: { begun: () => number; note: (text: string) => void; running: () => boolean },
): Promise<Killed[]> {
  const started = Date.now();
  const since = (moment: number) => (Date.now() - moment) / 1000;
  const wounds: Promise<Killed>[] = [];
  for (const { afterOrders, target } of plan) {
    while (progress.begun() < afterOrders && progress.running()) await sleep(50);
    const moment = Date.now();
    const atSeconds = since(started);
    wounds.push(
      (async () => {
        try {
          const gone = await retry(() => killTarget(kube, nodeSpace, target));
          progress.note(`${atSeconds.toFixed(1).padStart(6)} s  killed ${target}`);
          while (!(await healed(kube, gone)) && since(moment) < healPatienceSeconds) await sleep(500);
          const healedAfterSeconds = since(moment);
          return {
            target,
            atSeconds,
            healedAfterSeconds: healedAfterSeconds < healPatienceSeconds ? healedAfterSeconds : undefined,
          };
        } catch (error) {
          return { target, atSeconds, healedAfterSeconds: undefined, fault: String(error) };
        }
      })(),
    );
  }
  return Promise.all(wounds);
}

/** The API server may just have been killed, and what is to be killed may just be starting again. */
async function retry<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 60) throw error;
      await sleep(500);
    }
  }
}
