import type { ReleaseEntry } from "@caravan/contracts";
import type { LogEntry, Plan } from "@caravan/release-engine";
import * as v from "valibot";
import { withPoint } from "./bounded.ts";
import { entryView } from "./entry-view.ts";
import { isNotable } from "./notable.ts";
import { atFirst, most, type Standing, standingAfter, type Weights } from "./share.ts";
import { bothWindows, type Window } from "./windows.ts";

/** Where the judge's tests stood after a look. */
export interface Tests {
  readonly at: number;
  /** Evidence against the canary: e-values, and from which on they ask for rollback. */
  readonly errors: number | null;
  readonly errorsLimit: number | null;
  readonly latency: number | null;
  readonly latencyLimit: number | null;
  /** Null where the plan does not judge refusals. */
  readonly refusals: number | null;
  readonly refusalsLimit: number | null;
  /** The bound on the canary's error rate, and the one asked for. */
  readonly bound: number | null;
  readonly asked: number | null;
  readonly usual: number | null;
  /** Above it a request counts as slow, in milliseconds. */
  readonly slowFrom: number | null;
}

/** Since when the new version gets what. */
export interface Share extends Weights {
  readonly at: number;
}

/** What the page shows of a log: bounded, however long the log is. */
export interface History {
  /** The sequence and hash of the last entry that is in it; 0 and "" before the first. */
  readonly sequence: number;
  readonly head: string;
  readonly from: number;
  readonly to: number;
  readonly standing: Standing;
  /** The plan's own thresholds, with their queries. */
  readonly guards: Plan["guards"];
  readonly shares: readonly Share[];
  readonly windows: readonly Window[];
  readonly tests: readonly Tests[];
  readonly phases: readonly (Pick<ReleaseEntry, "phase" | "step"> & { readonly at: number })[];
  /** Decisions that are worth a line, oldest first. */
  readonly decisions: readonly ReleaseEntry[];
}

export const noHistory: History = {
  ...{ sequence: 0, head: "", from: 0, to: 0, standing: atFirst, guards: [] },
  ...{ shares: [], windows: [], tests: [], phases: [], decisions: [] },
};

/** The latest of these are told; all of them are in the log. */
export const mostDecisions = 200;

const During = v.looseObject({ during: v.optional(v.looseObject({ name: v.string() })) });

const activePhase = ({ decision: { phase } }: LogEntry, name: string): string =>
  v.is(During, phase) ? (phase.during?.name ?? name) : name;

/** Of two looks the later one, with the higher evidence of both: a peak that asked for rollback stays one. */
const joinTests = (one: Tests, other: Tests): Tests => ({
  ...other,
  errors: most(one.errors, other.errors),
  latency: most(one.latency, other.latency),
  refusals: most(one.refusals, other.refusals),
  bound: other.bound ?? one.bound,
});

const windowOf = ({ input }: LogEntry): Window | undefined => {
  if (input.kind !== "look" || input.look.outcome !== "measured") return undefined;
  const { from, to, stable, canary } = input.look;
  return { from: Date.parse(from), to: Date.parse(to), stable, canary };
};

const testsOf = (at: number, { verdict }: ReleaseEntry): Tests | undefined => {
  if (verdict === null) return undefined;
  const number = (rule: string, name: string) =>
    verdict.findings.find((finding) => finding.rule === rule)?.numbers[name] ?? null;
  return {
    at,
    ...{ errors: number("errors", "eValue"), errorsLimit: number("errors", "threshold") },
    ...{ latency: number("latency", "eValue"), latencyLimit: number("latency", "threshold") },
    ...{ refusals: number("client errors", "eValue"), refusalsLimit: number("client errors", "threshold") },
    ...{ bound: number("evidence", "upperBound"), asked: number("evidence", "asked") },
    usual: number("evidence", "stableRate"),
    slowFrom: number("latency", "p99UpToMilliseconds"),
  };
};

/** What the page shows once this entry is in the log as well. @throws ValiError when its decision is none */
export const withEntry = (before: History, entry: LogEntry): History => {
  const view = entryView(entry);
  const at = Date.parse(entry.at);
  const standing = standingAfter(before.standing, activePhase(entry, view.phase), view.weights);
  const { planned, applied, observed } = standing.share;
  const last = before.shares.at(-1);
  const isSame = last?.planned === planned && last.applied === applied && last.observed === observed;
  const window = windowOf(entry);
  const tests = testsOf(at, view);
  const phase = before.phases.at(-1);
  const isOn = phase?.phase === view.phase && phase.step === view.step;
  return {
    ...{ sequence: entry.sequence, head: entry.hash, standing },
    guards: entry.input.kind === "start" ? entry.input.plan.guards : before.guards,
    from: before.sequence === 0 ? at : before.from,
    to: Math.max(before.to, at),
    shares: isSame
      ? before.shares
      : withPoint(before.shares, { at, planned, applied, observed }, (_, other) => other),
    windows: window ? withPoint(before.windows, window, bothWindows) : before.windows,
    tests: tests ? withPoint(before.tests, tests, joinTests) : before.tests,
    phases: isOn
      ? before.phases
      : withPoint(before.phases, { at, phase: view.phase, step: view.step }, (one) => one),
    decisions: isNotable(view, before.decisions.at(-1), phase)
      ? [...before.decisions.slice(1 - mostDecisions), view]
      : before.decisions,
  };
};
