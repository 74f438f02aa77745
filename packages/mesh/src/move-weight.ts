import { type ReadyPods, type Short, shortOf, type Version } from "./capacity.ts";
import type { Cohorts } from "./cohorts.ts";
import type { Proxies } from "./proxies.ts";
import { type Mesh, setWeight } from "./set-weight.ts";
import { sharesOf } from "./splits.ts";
import { acknowledged, inForce, type Stage, written } from "./verify.ts";
import { hostOf } from "./virtual-services.ts";
import type { Share } from "./weights.ts";

/** What a move of an app's traffic works on. */
export interface Ports {
  readonly mesh: Mesh;
  readonly proxies: Proxies;
  /** The number of pods of each version that are ready to serve. */
  readyPods(app: string): Promise<ReadyPods>;
}

/** What came of a move. */
export type Move =
  /** No route takes the app's weights. */
  | { readonly outcome: "no route" }
  /** This version would get more requests, and has no pod that is ready, or too few; nothing is changed. */
  | ({ readonly outcome: "refused"; readonly from: readonly Share[] } & Short)
  | {
      readonly outcome: "moved";
      readonly from: readonly Share[];
      readonly stages: readonly Stage[];
      /** Those that were ready before. */
      readonly pods: ReadyPods;
    };

/**
 * The version for which a move is refused that takes a version from harm: the other one would get more requests than it has now, and has
 * no pod that is ready. That it has few is no reason to leave requests where they fail. Undefined when the move may be made.
 */
export const refusedVersion = async (
  { mesh, readyPods }: Pick<Ports, "mesh" | "readyPods">,
  app: string,
  weight: number,
): Promise<Version | undefined> =>
  shortOf(sharesOf(await mesh.list(), [app]).get(app) ?? [], weight, await readyPods(app), "do not count")
    ?.version;

/**
 * Moves v2's weight of an app and follows it until it is in force, or for some time.
 *
 * @param options.cohorts who gets which version; without it every request for itself, by the weight
 * @param options.pods that v1 had when it served everything (default: those of now), by which the pods are counted that a share takes. They
 * are not counted on a way back: few pods are better than a bad version
 * @param options.seconds to wait for the Envoys, all in all
 * @param options.begins is told the move before it is made
 * @param options.report is told each stage when it is reached, or given up
 */
export const moveWeight = async (
  { mesh, proxies, readyPods }: Ports,
  app: string,
  weight: number,
  {
    cohorts,
    pods = 0,
    seconds = 60,
    begins = () => {},
    report = () => {},
  }: {
    readonly cohorts?: Cohorts;
    readonly pods?: number | "do not count";
    readonly seconds?: number;
    readonly begins?: (from: readonly Share[]) => void;
    readonly report?: (stage: Stage) => void;
  } = {},
): Promise<Move> => {
  const services = await mesh.list();
  const host = hostOf(services, app);
  if (host === undefined) return { outcome: "no route" };
  const from = sharesOf(services, [app]).get(app) ?? [];
  const ready = await readyPods(app);
  const short = shortOf(from, weight, ready, pods);
  if (short) return { outcome: "refused", from, ...short };
  begins(from);
  const moves = from.some((share) => share !== weight);
  const before = moves ? await proxies.synchronization() : undefined;
  if (!(await setWeight(mesh, app, weight, cohorts))) return { outcome: "no route" };
  const stages: Stage[] = [];
  const reached = (stage: Stage) => {
    stages.push(stage);
    report(stage);
    return stage.behind.length === 0;
  };
  // What is not written is in no Envoy either, however long one waits.
  const wait = reached(await written(mesh, app, weight)) ? seconds * 1000 : 0;
  const patience = { until: Date.now() + wait };
  reached(await acknowledged(proxies, before, patience));
  reached(await inForce(proxies, host, weight, patience));
  return { outcome: "moved", from, stages, pods: ready };
};
