import type { Mesh } from "@caravan/mesh";
import {
  type Decision,
  type Effect,
  type Entry,
  hasCanaryRequests,
  hasEnded,
  type Input,
  type JudgeState,
  leftOn,
  leftVersion,
  logEntryOf,
  type Run,
  seal,
} from "@caravan/release-engine";
import { countKills } from "./count-kills.ts";
import { editedShares, perform } from "./perform.ts";
import type { Ports } from "./ports.ts";
import { readStreams } from "./read-streams.ts";
import type { Rhythm } from "./rhythm.ts";
import { takeUp } from "./take-up.ts";
import type { Turn } from "./turns.ts";

/** Where a release is, after an entry of its log. */
export interface Progress {
  readonly run: Run<JudgeState>;
  readonly entry: Entry;
}

/** A release that is run, alone or with the others of its train. */
export interface Member {
  /** Its id. */
  readonly release: string;
  readonly ports: Ports;
  readonly rhythm: Rhythm;
}

/** How often routes are read, for weights of another hand, pods, for containers that were killed, and streams that are left. */
const watchMilliseconds = 5_000;

/** Nothing is asked for, and only time or a person leads on. */
const keepsWeights = ({ phase, outstanding }: Run<unknown>): boolean =>
  ["observing", "awaiting", "soaking"].includes(phase.name) &&
  !outstanding.some(({ do: kind }) => kind === "set weight" || kind === "verify weight");

/** A move writes when its turn comes. One that is not waited for any more, because another followed, writes no weight. */
const writingInTurn = (turn: Turn, isWanted: () => boolean, ports: Ports): Ports => {
  const { mesh } = ports.traffic;
  const write: Mesh["write"] = async (service) => {
    await turn.comes();
    if (!isWanted()) throw new Error("another move followed");
    return mesh.write(service).finally(() => turn.ends());
  };
  return { ...ports, traffic: { ...ports.traffic, mesh: { ...mesh, write } } };
};

/** What a release tells those that decide about it. */
interface Told {
  put(input: Input): void;
  fail(error: unknown): void;
  report(progress: Progress): void;
  /** A place in the order in which the weights of all are written. */
  takeTurn(): Turn;
}

/** One release under way: its log, and what it has asked for. */
export interface Car {
  readonly service: string;
  run(): Run<JudgeState>;
  /** Nothing follows any more, and nothing is outstanding. */
  isOver(): boolean;
  /** Writes a decision into the log. */
  record(decision: Decision<JudgeState>): Promise<void>;
  /** Does what a recorded decision asks for, and ends what nothing waits for any more. */
  act(decision: Decision<JudgeState>): void;
  /** Looks at routes and listens to people, until the signal comes. */
  attend(): void;
  /** Resolves when nothing that it has begun is under way; never rejects. */
  settled(): Promise<unknown>;
}

/**
 * Takes one release up where its log ends, and does nothing yet.
 *
 * @throws LogUnusable when the log was changed, or decides otherwise than it says; Error when it cannot be read
 */
export const openCar = async (
  { release, ports, rhythm }: Member,
  { put, fail, report, takeTurn }: Told,
  signal: AbortSignal,
): Promise<Car> => {
  const lines = await ports.journal.lines();
  let run = takeUp(release, lines);
  let last = logEntryOf(lines.at(-1) ?? "");
  const { service } = run.plan;
  const isWanted = ({ id }: Effect) => run.outstanding.some((effect) => effect.id === id);

  /** What is under way, and what ends it. */
  const underWay = new Map<Effect, { readonly work: Promise<void>; readonly ends: AbortController }>();
  const begin = (effect: Effect) => {
    // Asked for again while it is under way, it is done once.
    if (underWay.has(effect) || !isWanted(effect)) return;
    const ends = new AbortController();
    const until = AbortSignal.any([signal, ends.signal]);
    const isMove = effect.do === "set weight" || effect.do === "verify weight";
    const turn = isMove ? takeTurn() : undefined;
    const working = turn ? writingInTurn(turn, () => isWanted(effect), ports) : ports;
    const work = perform(working, run, effect, rhythm, until)
      .then((answer) => {
        if (!until.aborted) put(answer);
      })
      .catch((error) => {
        if (!until.aborted) fail(error);
      })
      .finally(() => {
        underWay.delete(effect);
        turn?.ends();
      });
    underWay.set(effect, { work, ends });
  };
  /** Looks again and again, until the signal comes. */
  const watch = async (look: () => Promise<void>): Promise<void> => {
    for (;;) {
      await ports.clock.pause(watchMilliseconds / 1000, signal);
      await look();
    }
  };
  const lookForEdits = () => {
    let known = "";
    return async (): Promise<void> => {
      if (!keepsWeights(run)) return;
      const { planned } = run.weights;
      const found = await editedShares(ports, service, planned).catch(() => undefined);
      const seen = found && JSON.stringify(found);
      if (found && seen !== known && keepsWeights(run) && run.weights.planned === planned)
        put({ kind: "edited", at: ports.clock.now().toISOString(), found: [...found] });
      known = seen ?? "";
    };
  };
  const lookForKills = () => {
    let count = countKills();
    return async (): Promise<void> => {
      if (!hasCanaryRequests(run)) {
        count = countKills();
        return;
      }
      const read = await ports.restarts(service).catch(() => undefined);
      const kills = read && count(read);
      if (kills) put({ kind: "killed", at: ports.clock.now().toISOString(), ...kills });
    };
  };
  const lookForStreams = async (): Promise<void> => {
    if (!leftVersion(run)) return;
    const at = ports.clock.now();
    const streams = await readStreams(ports.query, service, at);
    const version = leftVersion(run);
    const left = version && streams[version];
    if (version && typeof left === "number" && left !== leftOn(run, version))
      put({ kind: "streams", at: at.toISOString(), streams });
  };
  const listen = async (): Promise<void> => {
    for await (const command of ports.commands(run.id, signal)) put(command);
  };
  return {
    service,
    run: () => run,
    isOver: () => hasEnded(run) && run.outstanding.length === 0,
    async record(decision) {
      for (const entry of decision.entries) {
        last = seal(entry, last);
        await ports.journal.append(last, decision.run);
        report({ run: decision.run, entry });
      }
      run = decision.run;
    },
    act(decision) {
      for (const [effect, { ends }] of underWay) if (!isWanted(effect)) ends.abort();
      for (const effect of decision.effects) begin(effect);
    },
    attend() {
      for (const work of [watch(lookForEdits()), watch(lookForKills()), watch(lookForStreams), listen()])
        work.catch((error) => signal.aborted || fail(error));
    },
    settled: () => Promise.allSettled([...underWay.values()].map(({ work }) => work)),
  };
};
