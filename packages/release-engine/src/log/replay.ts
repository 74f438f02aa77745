import { decide } from "../engine/decide.ts";
import type { Decision, Run } from "../engine/run.ts";
import type { Judge } from "../judge/judgement.ts";
import { firstDifference } from "./difference.ts";
import { type LogEntry, logEntryOf } from "./entry.ts";
import { canonical } from "./seal.ts";

/** What came of a log's inputs, decided again. */
export interface Replay<State> {
  /** The run as it stands after the last input; none for an empty log. */
  readonly run: Run<State> | undefined;
  readonly entries: number;
  /** The first decision that is not the one in the log, byte for byte. */
  readonly difference: { readonly sequence: number; readonly words: string } | null;
}

/** What is told first of two decisions that differ: why, before what followed from it. */
const order = ["judgement", "phase", "weights", "reasons", "effects"] as const;

const compare = ({ sequence, at, actor, kind, decision }: LogEntry, { entries }: Decision<unknown>) => {
  const [entry] = entries;
  if (!entry) return { sequence, words: "it was an entry, and is none now" };
  const [was, is] = [
    { at, actor, kind, decision },
    { at: entry.at, actor: entry.actor, kind: entry.kind, decision: entry.decision },
  ];
  if (canonical(was) === canonical(is)) return null;
  const parts = order.map((part) => firstDifference(decision[part], entry.decision[part], part));
  const words = parts.find((part) => part !== undefined) ?? firstDifference(was, is);
  return { sequence, words: words ?? "it is written differently" };
};

/**
 * Decides and judges a log's inputs again. This is how a run is taken up after a crash, and how a release is judged again offline.
 *
 * @throws ValiError when a line is no entry
 */
export const replay = <State>(lines: readonly string[], judge: Judge<State>): Replay<State> => {
  let run: Run<State> | undefined;
  let difference: Replay<State>["difference"] = null;
  for (const line of lines) {
    const entry = logEntryOf(line);
    const decision = decide(run, entry.input, judge);
    difference ??= compare(entry, decision);
    run = decision.run;
  }
  return { run, entries: lines.length, difference };
};
