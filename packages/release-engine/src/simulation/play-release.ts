import { decide } from "../engine/decide.ts";
import type { Effect } from "../engine/effect.ts";
import type { Input } from "../engine/input.ts";
import type { Run } from "../engine/run.ts";
import { judge } from "../judge/judge.ts";
import type { JudgeState } from "../judge/state.ts";
import type { LogEntry } from "../log/entry.ts";
import { seal } from "../log/seal.ts";
import { answerTo } from "./answer-to.ts";
import type { Cell } from "./cells.ts";
import { seeded } from "./random.ts";
import { lookOf, type Service, serve } from "./service.ts";

/** What happens to a played release besides the answers to what it asks for. */
export interface Happens {
  /** Seconds since it started. */
  readonly second: number;
  /** What it is told then; `at` is added. */
  readonly input: (run: Run<JudgeState>, at: string) => Input;
}

/** A release that is played against a simulated service. */
export interface Played {
  readonly start: Omit<Extract<Input, { kind: "start" }>, "kind">;
  readonly cell: Cell;
  readonly seed: number;
  /** It is played for so long, or to its end. */
  readonly seconds: number;
  readonly happens?: readonly Happens[];
  /** How long an effect takes, in seconds; undefined: it is never answered. */
  readonly takes?: (effect: Effect) => number | undefined;
  /** What breaks when contracts are compared. */
  readonly breaks?: readonly string[];
}

const lookSeconds = 15;
const step = 5;

const usually = ({ do: kind }: Effect): number =>
  ["set weight", "verify weight", "compare contracts"].includes(kind) ? step : 20;

/** Plays a release with the engine and the judge as they are: its log is a real one. */
export const playRelease = (
  played: Played,
): { readonly run: Run<JudgeState>; readonly entries: readonly LogEntry[] } => {
  const { start, cell, seed, seconds, happens = [], takes = usually, breaks = [] } = played;
  const service: Service = serve(cell, seeded(seed));
  const began = Date.parse(start.at);
  const entries: LogEntry[] = [];
  const askedAt = new Map<string, number>();
  let run: Run<JudgeState> | undefined;
  const tell = (input: Input, second: number): Run<JudgeState> => {
    const decision = decide(run, input, judge);
    for (const entry of decision.entries) entries.push(seal(entry, entries.at(-1)));
    for (const { id } of decision.run.outstanding) if (!askedAt.has(id)) askedAt.set(id, second);
    run = decision.run;
    return run;
  };
  let now = tell({ ...start, kind: "start" }, 0);
  for (let second = step; second <= seconds; second += step) {
    const at = new Date(began + second * 1000).toISOString();
    for (const { second: when, input } of happens) if (when === second) now = tell(input(now, at), second);
    for (const effect of now.outstanding) {
      const waited = second - (askedAt.get(effect.id) ?? second);
      if (effect.do !== "query metrics") {
        const needed = takes(effect);
        if (needed !== undefined && waited >= needed) now = tell(answerTo(effect, at, breaks), second);
        continue;
      }
      const from = (Date.parse(effect.from) - began) / 1000;
      if (second - from < lookSeconds + step) continue;
      const window = service.window(from, second - step, now.weights.applied ?? 0);
      const look = lookOf(began / 1000 + from, began / 1000 + second - step, window);
      now = tell({ kind: "look", at, effect: effect.id, look }, second);
    }
    now = tell({ kind: "tick", at }, second);
    if (["finished", "rolled back", "frozen"].includes(now.phase.name)) break;
  }
  return { run: now, entries };
};
