import { moveWeight, type Share, setWeight, sharesOf } from "@caravan/mesh";
import { type Effect, type Input, NotKnown, type Run } from "@caravan/release-engine";
import { measure } from "./measure.ts";
import type { Ports } from "./ports.ts";
import type { Rhythm } from "./rhythm.ts";

/** What of a run matters to what is done for it. */
type Performed = Pick<Run<unknown>, "plan" | "phase" | "pods">;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** v2's share on all routes; null where they differ, or name no version. */
const applied = (shares: readonly Share[]): Share => (shares.length === 1 ? (shares[0] ?? null) : null);

const sharesNow = async ({ traffic }: Ports, service: string): Promise<readonly Share[]> =>
  sharesOf(await traffic.mesh.list(), [service]).get(service) ?? [];

/** Pods that v1 had when it served everything. They are not counted on the way back: few pods are better than a bad version. */
const countedPods = ({ plan, phase, pods }: Performed): number | "do not count" =>
  plan.capacity === "count" && phase.name !== "rolling back" ? (pods.served ?? 0) : "do not count";

const move = async (ports: Ports, run: Performed, weight: number, seconds: number) => {
  const { service, cohorts } = run.plan;
  const pods = countedPods(run);
  const counts = pods !== "do not count";
  const made = await moveWeight(ports.traffic, service, weight, { cohorts, seconds, pods });
  if (made.outcome === "refused") {
    const { version, ready, needed } = made;
    const few = `it has ${ready} of the ${needed} pods that its share takes, as many in proportion as v1 has for everything`;
    const reason = ready === 0 ? "it has no pod that is ready" : few;
    return { kind: "refused" as const, version, reason, ...(counts && { pods: { ready, needed } }) };
  }
  if (made.outcome === "no route") throw new Error(`no route of the mesh takes weights of ${service}`);
  const stages = made.stages.map((stage) => ({ ...stage, behind: [...stage.behind] }));
  const { v1, v2 } = made.pods;
  const read = applied(await sharesNow(ports, service));
  return { kind: "moved" as const, applied: read, stages, ...(counts && { pods: { v1, v2 } }) };
};

/** Waits until a window that begins at `from` can be looked at, and says when it ends. */
const windowEnd = async (
  { clock: { now } }: Ports,
  from: Date,
  { lookSeconds, lagSeconds }: Rhythm,
  pause: (seconds: number) => Promise<void>,
): Promise<Date> => {
  for (;;) {
    const end = now().getTime() - lagSeconds * 1000;
    const missing = from.getTime() + lookSeconds * 1000 - end;
    if (missing <= 0) return new Date(end);
    // In parts, since the clock may be set meanwhile.
    await pause(Math.min(missing / 1000, 5));
  }
};

/** Pods restart, and the API may be away for a moment: it takes a minute of that to be held. */
const usualAttempts = 10;
const betweenSeconds = 6;

/** Asks until there is an answer; the last one is given as it is, or its error thrown. */
const patiently = async <T>(
  pause: (seconds: number) => Promise<void>,
  attempts: number,
  ask: () => Promise<T>,
  isAnswer: (found: T) => boolean = () => true,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attempts;
    const found = await ask().then(
      (value) => ({ value }),
      (error: unknown) => {
        if (isLast) throw error;
      },
    );
    if (found && (isLast || isAnswer(found.value))) return found.value;
    await pause(betweenSeconds);
  }
};

/** v1 was made anew, and its autoscaler starts the pods that are missing. */
const comesUp = (answer: Awaited<ReturnType<typeof move>>): boolean =>
  answer.kind === "refused" && answer.version === "v1" && (answer.pods?.ready ?? 0) > 0;

/** Does what a run asks for, and gives its answer. What cannot be done is answered too: this never rejects but when the signal comes. */
export const perform = async (
  ports: Ports,
  run: Performed,
  effect: Effect,
  rhythm: Rhythm,
  signal: AbortSignal,
): Promise<Input> => {
  const { plan, phase } = run;
  const pause = (seconds: number) => ports.clock.pause(seconds, signal);
  const answer = () => ({ at: ports.clock.now().toISOString(), effect: effect.id });
  if (effect.do === "query metrics") {
    const from = new Date(effect.from);
    const to = await windowEnd(ports, from, rhythm, pause);
    const look = await measure(ports.query, plan, { from, to }, rhythm);
    // The same window is asked for again at once, since nothing of it was counted.
    if (look.outcome !== "measured") await pause(rhythm.lookSeconds);
    return { ...answer(), kind: "look", look };
  }
  try {
    if (effect.do === "set weight" || effect.do === "verify weight") {
      const go = async () => {
        // Back to v1 at once, if it is there to go back to: what follows the weight afterwards takes its time.
        const isAtOnce = effect.weight === 0 && countedPods(run) === "do not count";
        const { v1 } = isAtOnce ? await ports.traffic.readyPods(plan.service) : { v1: 0 };
        if (v1 > 0) await setWeight(ports.traffic.mesh, plan.service, 0);
        return move(ports, run, effect.weight, rhythm.moveSeconds);
      };
      // On the way back the engine asks again by itself, and says each time what is in its way.
      const attempts = phase.name === "rolling back" ? 1 : usualAttempts;
      const made = await patiently(pause, attempts, go, (answer) => !comesUp(answer));
      return { ...answer(), ...made };
    }
    if (effect.do === "compare contracts") {
      const compare = () => ports.compareContracts(plan.service);
      const compared = await patiently(pause, usualAttempts, compare, ({ unread }) => unread.length === 0);
      return { ...answer(), kind: "compared", ...compared };
    }
    if (effect.do === "notify") await ports.notify(plan.service, effect, signal);
    else await ports.deploy(plan.service, effect, signal);
    return { ...answer(), kind: "done" };
  } catch (error) {
    const unknown = error instanceof NotKnown && { unknown: true as const };
    return { ...answer(), kind: "failed", reason: messageOf(error), ...unknown };
  }
};

/** The weights that another hand has written, if any: shares that are not the planned one. */
export const editedShares = async (
  ports: Ports,
  service: string,
  planned: number,
): Promise<readonly Share[] | undefined> => {
  const shares = await sharesNow(ports, service);
  return shares.some((share) => share !== planned) ? shares : undefined;
};
