import { decide } from "../engine/decide.ts";
import type { Effect } from "../engine/effect.ts";
import type { Command, Input } from "../engine/input.ts";
import type { Entry, Run } from "../engine/run.ts";
import type { LogEntry } from "../log/entry.ts";
import { lineOf, seal } from "../log/seal.ts";
import type { Plan } from "../plan/plan.ts";
import { answerTo } from "../simulation/answer-to.ts";
import { fakeJudge } from "./fake-judge.ts";

export type Known = ReturnType<typeof fakeJudge.start>;

const minute = 60_000;

/** A plan of two steps, 10 % and 50 %, each with ten requests and at most an hour. */
export const planOf = (changes: Partial<Plan> = {}): Plan => ({
  service: "order",
  steps: [100, 500].map((weight) => ({
    weight,
    minimumRequests: 10,
    maximumDuration: 60 * minute,
    gates: [],
  })),
  demands: { falseRollback: 0.01, falsePromotion: 0.01, errorTolerance: 0.01, latencyTolerance: 1.2 },
  guards: [],
  cohorts: { first: [], customers: false },
  migrations: { expand: [], contract: [] },
  approvals: { people: 1, approvers: [] },
  notifications: [],
  after: 60 * minute,
  ...changes,
});

/** A run that is played: a clock, and an answer to whatever it asks. */
export const play = (plan: Plan = planOf(), mostEntries?: number) => {
  let now = Date.parse("2026-11-29T12:00:00.000Z");
  const at = (time = now) => new Date(time).toISOString();
  const start: Input = {
    ...{ kind: "start", at: at(), actor: "ada", reason: "new" },
    ...{ run: "order-1", plan, image: "new", previous: "old", ...(mostEntries && { mostEntries }) },
  };
  const begun = decide(undefined, start, fakeJudge);
  let run: Run<Known> = begun.run;
  const inputs: Input[] = [start];
  const entries: Entry[] = [...begun.entries];
  const effects: Effect[] = [...begun.effects];
  const tell = (input: Input): Run<Known> => {
    const decision = decide(run, input, fakeJudge);
    inputs.push(input);
    entries.push(...decision.entries);
    effects.push(...decision.effects);
    run = decision.run;
    return run;
  };
  const work = () => run.outstanding.find(({ do: kind }) => kind !== "query metrics" && kind !== "notify");
  const query = () => run.outstanding.find(({ do: kind }) => kind === "query metrics");
  const stages = (behind: readonly string[] = []) => [
    { name: "in force", of: 9, behind: behind.map((name) => ({ name, why: "0 %" })) },
  ];
  const player = {
    run: () => run,
    ...{ inputs, entries, effects, tell, at, work, query },
    /** The clock is set. */
    leap: (milliseconds: number) => {
      now += milliseconds;
    },
    restart: () => tell({ kind: "restarted", at: at() }),
    edit: (...found: (number | null)[]) => tell({ kind: "edited", at: at(), found }),
    open: () => tell({ kind: "pass", at: at(), actor: "train", reason: "all are there" }),
    /** The weights that it asked for, in order. */
    weights: () => effects.flatMap((effect) => (effect.do === "set weight" ? [effect.weight] : [])),
    /** Answers what is under way: it went well. */
    done: () => {
      const asked = work();
      if (!asked) return run;
      return tell(answerTo(asked, at()));
    },
    /** Contracts were compared. */
    compared: (breaks: string[] = [], unknown: string[] = [], unread: string[] = []) =>
      tell({
        ...{ kind: "compared", at: at(), effect: work()?.id ?? "" },
        ...{ versions: ["order v1", "order v2", "storefront v1"], breaks, unknown, unread },
      }),
    behind: (...names: string[]) => {
      const asked = work();
      if (asked?.do !== "set weight" && asked?.do !== "verify weight") return run;
      return tell({
        kind: "moved",
        at: at(),
        effect: asked.id,
        applied: asked.weight,
        stages: stages(names),
      });
    },
    /** Nothing says whether what is under way went well. */
    unknown: () =>
      tell({ kind: "failed", at: at(), effect: work()?.id ?? "", reason: "no pod answers", unknown: true }),
    failed: () => {
      const asked = work();
      if (!asked) return run;
      return asked.do === "set weight" || asked.do === "verify weight"
        ? tell({ kind: "refused", at: at(), effect: asked.id, version: "v2", reason: "no pod is ready" })
        : tell({ kind: "failed", at: at(), effect: asked.id, reason: "it broke" });
    },
    /** Looks over the last minute. */
    look: ({ stable = 90, canary = 10, errors = 0, out = false } = {}) => {
      now += minute;
      const asked = query();
      if (asked?.do !== "query metrics") return run;
      const window = { from: asked.from, to: at() };
      const counts = (requests: number, bad: number) => ({ requests, errors: bad, durations: [] });
      return tell({
        ...{ kind: "look", at: at(), effect: asked.id },
        look: out
          ? { outcome: "unavailable", ...window, reason: "connection refused" }
          : {
              ...{ outcome: "measured", ...window, guards: [] },
              ...{ stable: counts(stable, 0), canary: counts(canary, errors) },
            },
      });
    },
    tick: (milliseconds = 0) => {
      now += milliseconds;
      return tell({ kind: "tick", at: at() });
    },
    command: (command: Command, actor = "ada") =>
      tell({ kind: "command", at: at(), actor, reason: "said so", command }),
    /** Answers everything that goes well until nothing is under way, or a phase is reached. */
    until: (name: Run<Known>["phase"]["name"]) => {
      for (let i = 0; i < 30 && run.phase.name !== name && work(); i += 1) player.done();
      if (run.phase.name !== name) throw new Error(`It is ${run.phase.name}, not ${name}.`);
      return run;
    },
  };
  return player;
};

/** The lines of a log of these. */
export const linesFrom = (entries: readonly Entry[]): string[] => {
  let before: LogEntry | undefined;
  return entries.map((entry) => {
    before = seal(entry, before);
    return lineOf(before);
  });
};
