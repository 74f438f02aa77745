import type { Cohorts } from "./cohorts.ts";
import type { Proxies } from "./proxies.ts";
import { type Mesh, setWeight } from "./set-weight.ts";
import { sharesOf } from "./splits.ts";
import { acknowledged, inForce, type Stage, written } from "./verify.ts";
import { hostOf } from "./virtual-services.ts";
import { type Share, weightTotal } from "./weights.ts";

type Version = "v1" | "v2";

/** What a move of an app's traffic works on. */
export interface Ports {
  readonly mesh: Mesh;
  readonly proxies: Proxies;
  /** The number of pods of each version that are ready to serve. */
  readyPods(app: string): Promise<Readonly<Record<Version, number>>>;
}

/** What came of a move. */
export type Move =
  /** No route takes the app's weights. */
  | { readonly outcome: "no route" }
  /** This version would get more requests, and has no pod that is ready; nothing is changed. */
  | { readonly outcome: "refused"; readonly version: Version; readonly from: readonly Share[] }
  | { readonly outcome: "moved"; readonly from: readonly Share[]; readonly stages: readonly Stage[] };

/** A version that would get more requests than it has now, and has no pod that is ready. */
const unready = (
  from: readonly Share[],
  to: number,
  ready: Readonly<Record<Version, number>>,
): Version | undefined => {
  if (ready.v2 === 0 && from.some((share) => (share ?? 0) < to)) return "v2";
  if (ready.v1 === 0 && from.some((share) => (share ?? weightTotal) > to)) return "v1";
  return undefined;
};

/**
 * The version for which a move is refused, by the rule of every move: it would get more requests than it has now, and has no pod that is
 * ready. Undefined when the move may be made.
 */
export const refusedVersion = async (
  { mesh, readyPods }: Pick<Ports, "mesh" | "readyPods">,
  app: string,
  weight: number,
): Promise<Version | undefined> =>
  unready(sharesOf(await mesh.list(), [app]).get(app) ?? [], weight, await readyPods(app));

/**
 * Moves v2's weight of an app and follows it until it is in force, or for some time.
 *
 * @param options.cohorts who gets which version; without it every request for itself, by the weight
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
    seconds = 60,
    begins = () => {},
    report = () => {},
  }: {
    readonly cohorts?: Cohorts;
    readonly seconds?: number;
    readonly begins?: (from: readonly Share[]) => void;
    readonly report?: (stage: Stage) => void;
  } = {},
): Promise<Move> => {
  const services = await mesh.list();
  const host = hostOf(services, app);
  if (host === undefined) return { outcome: "no route" };
  const from = sharesOf(services, [app]).get(app) ?? [];
  const version = unready(from, weight, await readyPods(app));
  if (version !== undefined) return { outcome: "refused", version, from };
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
  return { outcome: "moved", from, stages };
};
