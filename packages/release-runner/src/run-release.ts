import { type Mesh, showShares } from "@caravan/mesh";
import {
  decide,
  type Effect,
  type Entry,
  hasEnded,
  type Input,
  type InputOf,
  type JudgeState,
  judge,
  type LogEntry,
  logEntryOf,
  Plan,
  type Run,
  replay,
  seal,
  verifyLog,
} from "@caravan/release-engine";
import * as v from "valibot";
import { inputsOf } from "./inputs.ts";
import { editedShares, perform, type Rhythm } from "./perform.ts";
import type { Ports } from "./ports.ts";

/** How a release begins. */
export type Started = Omit<InputOf<"start">, "kind" | "at">;

/** Where a release is, after an entry of its log. */
export interface Progress {
  readonly run: Run<JudgeState>;
  readonly entry: Entry;
}

const tickMilliseconds = 1_000;
/** How often the routes are read, for weights of another hand. */
const watchMilliseconds = 5_000;

/** Nothing is asked for, and only time or a person leads on. */
const keepsWeights = ({ phase, outstanding }: Run<unknown>): boolean =>
  ["observing", "awaiting", "soaking"].includes(phase.name) &&
  !outstanding.some(({ do: kind }) => kind === "set weight" || kind === "verify weight");

/** @throws Error when the log is that of another release, or v2 gets requests already: nothing would watch them */
const requireFree = async (ports: Ports, plan: Plan, before: Run<JudgeState> | undefined): Promise<void> => {
  v.parse(Plan, plan);
  if (before) throw new Error(`the log is that of ${before.id}`);
  const shares = await editedShares(ports, plan.service, 0);
  if (shares) throw new Error(`v2 of ${plan.service} gets ${showShares(shares)} of the requests already`);
};

/** A move that is not waited for any more, because another followed, writes no weight. */
const writingWhile = (isWanted: () => boolean, ports: Ports): Ports => {
  const { mesh } = ports.traffic;
  const write: Mesh["write"] = async (service) => {
    if (!isWanted()) throw new Error("another move followed");
    return mesh.write(service);
  };
  return { ...ports, traffic: { ...ports.traffic, mesh: { ...mesh, write } } };
};

/**
 * Runs a release to its end, or until `signal`; begins it, or takes it up where its log ends. Every decision is in the log before it is
 * acted on, so the program may stop at any point.
 *
 * @param started how it begins; without it the log must have a beginning
 * @param report is told each entry
 * @returns the release as it stands
 * @throws Error when the log cannot be read or written, or decides otherwise than it says
 */
export const runRelease = async (
  ports: Ports,
  rhythm: Rhythm,
  {
    started,
    signal: stops,
    report = () => {},
  }: {
    readonly started?: Started;
    readonly signal: AbortSignal;
    readonly report?: (progress: Progress) => void;
  },
): Promise<Run<JudgeState>> => {
  await ports.journal.repair();
  const lines = await ports.journal.lines();
  const sound = verifyLog(lines);
  if (!sound.sound) throw new Error(`the log was changed, line ${sound.line}: ${sound.why}`);
  const taken = replay(lines, judge);
  if (taken.difference)
    throw new Error(`the log was decided by another version of this program: ${taken.difference.words}`);
  if (started) await requireFree(ports, started.plan, taken.run);
  let { run } = taken;
  let last: LogEntry | undefined = lines.length === 0 ? undefined : logEntryOf(lines.at(-1) ?? "");
  const ends = new AbortController();
  const signal = AbortSignal.any([stops, ends.signal]);
  const inputs = inputsOf(signal);
  const at = () => ports.clock.now().toISOString();
  const pause = (seconds: number) => ports.clock.pause(seconds, signal);

  const underWay = new Set<Promise<void>>();
  const act = (effect: Effect, { plan }: Run<JudgeState>) => {
    const isWanted = () => run?.outstanding.some(({ id }) => id === effect.id) ?? false;
    const work = perform(writingWhile(isWanted, ports), plan, effect, rhythm, pause)
      .then(inputs.put, (error) => {
        if (!signal.aborted) inputs.fail(error);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const tell = async (input: Input): Promise<Run<JudgeState>> => {
    const decision = decide(run, input, judge);
    for (const entry of decision.entries) {
      last = seal(entry, last);
      await ports.journal.append(last);
      report({ run: decision.run, entry });
    }
    run = decision.run;
    for (const effect of decision.effects) act(effect, decision.run);
    return run;
  };
  const watch = async (service: string): Promise<void> => {
    let known = "";
    for (;;) {
      await pause(watchMilliseconds / 1000);
      if (!run || !keepsWeights(run)) continue;
      const { planned } = run.weights;
      const found = await editedShares(ports, service, planned).catch(() => undefined);
      const seen = found && JSON.stringify(found);
      if (found && seen !== known && keepsWeights(run) && run.weights.planned === planned)
        inputs.put({ kind: "edited", at: at(), found: [...found] });
      known = seen ?? "";
    }
  };
  const listen = async (id: string): Promise<void> => {
    for await (const command of ports.commands(id, signal)) inputs.put(command);
  };
  const first = (): Input => {
    if (run) return { kind: "restarted", at: at() };
    if (started) return { ...started, kind: "start", at: at() };
    throw new Error("there is no such release: its log is empty");
  };

  try {
    let now = await tell(first());
    for (const work of [watch(now.plan.service), listen(now.id)])
      work.catch((error) => signal.aborted || inputs.fail(error));
    while (!signal.aborted && !(hasEnded(now) && now.outstanding.length === 0))
      now = await tell((await inputs.next(tickMilliseconds)) ?? { kind: "tick", at: at() });
    return now;
  } finally {
    // What looks at routes and waits for commands ends with the release.
    ends.abort();
    // None of them writes a weight after the release has ended.
    await Promise.allSettled(underWay);
  }
};
