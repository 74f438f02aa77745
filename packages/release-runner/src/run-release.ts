import type { Mesh } from "@caravan/mesh";
import {
  decide,
  type Effect,
  type Entry,
  hasEnded,
  type Input,
  type JudgeState,
  judge,
  logEntryOf,
  type Run,
  replay,
  seal,
  verifyLog,
} from "@caravan/release-engine";
import { inputsOf } from "./inputs.ts";
import { editedShares, perform, type Rhythm } from "./perform.ts";
import type { Ports } from "./ports.ts";

/** Where a release is, after an entry of its log. */
export interface Progress {
  readonly run: Run<JudgeState>;
  readonly entry: Entry;
}

/** How often the routes are read, for weights of another hand. */
const watchMilliseconds = 5_000;

/** Nothing is asked for, and only time or a person leads on. */
const keepsWeights = ({ phase, outstanding }: Run<unknown>): boolean =>
  ["observing", "awaiting", "soaking"].includes(phase.name) &&
  !outstanding.some(({ do: kind }) => kind === "set weight" || kind === "verify weight");

/** A move that is not waited for any more, because another followed, writes no weight. */
const writingWhile = (isWanted: () => boolean, ports: Ports): Ports => {
  const { mesh } = ports.traffic;
  const write: Mesh["write"] = async (service) => {
    if (!isWanted()) throw new Error("another move followed");
    return mesh.write(service);
  };
  return { ...ports, traffic: { ...ports.traffic, mesh: { ...mesh, write } } };
};

/** The log of a release says nothing that this program could go on with. */
export class LogUnusable extends Error {
  constructor(why: string) {
    super(why);
    this.name = "LogUnusable";
  }
}

const replayed = (lines: readonly string[]) => {
  try {
    return replay(lines, judge);
  } catch (error) {
    throw new LogUnusable(
      `the log cannot be decided again: ${error instanceof Error ? error.message : error}`,
    );
  }
};

const takeUp = (lines: readonly string[]): Run<JudgeState> | undefined => {
  const sound = verifyLog(lines);
  if (!sound.sound) throw new LogUnusable(`the log was changed, line ${sound.line}: ${sound.why}`);
  const { run, difference } = replayed(lines);
  if (difference)
    throw new LogUnusable(`the log was decided by another version of this program: ${difference.words}`);
  return run;
};

/**
 * Takes a release up where its log ends, and runs it to its end, or until `signal`. Every decision is in the log before it is acted on,
 * so the program may stop at any point.
 *
 * @param report is told each entry
 * @returns the release as it stands
 * @throws LogUnusable when the log was changed, or decides otherwise than it says; Error when it cannot be read or written
 */
export const runRelease = async (
  ports: Ports,
  rhythm: Rhythm,
  {
    signal: stops,
    report = () => {},
  }: {
    readonly signal: AbortSignal;
    readonly report?: (progress: Progress) => void;
  },
): Promise<Run<JudgeState>> => {
  const lines = await ports.journal.lines();
  if (lines.length === 0) throw new Error("there is no such release: its log is empty");
  let run = takeUp(lines);
  let last = logEntryOf(lines.at(-1) ?? "");
  const ends = new AbortController();
  const signal = AbortSignal.any([stops, ends.signal]);
  const inputs = inputsOf(signal);
  const at = () => ports.clock.now().toISOString();
  const isWanted = ({ id }: Effect) => run?.outstanding.some((effect) => effect.id === id) ?? false;

  /** What is under way, and what ends it. */
  const underWay = new Map<Effect, { readonly work: Promise<void>; readonly ends: AbortController }>();
  const act = (effect: Effect, { plan }: Run<JudgeState>) => {
    const ends = new AbortController();
    const until = AbortSignal.any([signal, ends.signal]);
    const working = writingWhile(() => isWanted(effect), ports);
    const work = perform(working, plan, effect, rhythm, until)
      .then((answer) => {
        if (!until.aborted) inputs.put(answer);
      })
      .catch((error) => {
        if (!until.aborted) inputs.fail(error);
      })
      .finally(() => underWay.delete(effect));
    underWay.set(effect, { work, ends });
  };
  const endUnwanted = () => {
    for (const [effect, { ends }] of underWay) if (!isWanted(effect)) ends.abort();
  };
  const tell = async (input: Input): Promise<Run<JudgeState>> => {
    const decision = decide(run, input, judge);
    for (const entry of decision.entries) {
      last = seal(entry, last);
      await ports.journal.append(last, decision.run);
      report({ run: decision.run, entry });
    }
    run = decision.run;
    endUnwanted();
    for (const effect of decision.effects) act(effect, decision.run);
    return run;
  };
  const watch = async (service: string): Promise<void> => {
    let known = "";
    for (;;) {
      await ports.clock.pause(watchMilliseconds / 1000, signal);
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
  try {
    let now = await tell({ kind: "restarted", at: at() });
    for (const work of [watch(now.plan.service), listen(now.id)])
      work.catch((error) => signal.aborted || inputs.fail(error));
    while (!signal.aborted && !(hasEnded(now) && now.outstanding.length === 0))
      now = await tell((await inputs.next(rhythm.tickSeconds * 1000)) ?? { kind: "tick", at: at() });
    return now;
  } finally {
    // What looks at routes and waits for commands ends with the release.
    ends.abort();
    // None of them writes a weight after the release has ended.
    await Promise.allSettled([...underWay.values()].map(({ work }) => work));
  }
};
