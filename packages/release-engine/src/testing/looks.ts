import { judge } from "../judge/judge.ts";
import type { Demands, Judgement } from "../judge/judgement.ts";
import type { Look } from "../judge/look.ts";

export const demands: Demands = {
  falseRollback: 0.01,
  falsePromotion: 0.05,
  errorTolerance: 0.01,
  latencyTolerance: 1.1,
  minimumRequests: 10,
  guards: [],
};

const bounds = [50, 100, 250] as const;
/** Durations by bucket, in equal parts. */
const spread = (requests: number, parts: readonly number[]) =>
  parts.map((part, bucket) => ({
    upToMilliseconds: bounds[bucket] ?? null,
    requests: Math.round(requests * part),
  }));
const usual = [0.4, 0.4, 0.15, 0.05];

export const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

export type Seen = {
  stable: [number, number];
  canary: [number, number];
  parts?: readonly number[];
  guard?: number | null;
};

export const lookAt = (second: number, { stable, canary, parts = usual, guard }: Seen): Look => ({
  outcome: "measured",
  from: at(second),
  to: at(second + 15),
  stable: { requests: stable[0], errors: stable[1], durations: spread(stable[0], usual) },
  canary: { requests: canary[0], errors: canary[1], durations: spread(canary[0], parts) },
  guards: guard === undefined ? [] : [{ name: "memory", value: guard }],
});

export const unavailable = (second: number): Look => ({
  outcome: "unavailable",
  from: at(second),
  to: at(second + 15),
  reason: "timeout",
});

/** The judgement after each look, until one asks for rollback. */
export const after = (looks: readonly Look[], { nextShare = 1, asked = demands } = {}): Judgement => {
  let state = judge.start(asked, nextShare);
  for (const look of looks) {
    state = judge.look(state, look);
    if (judge.judgement(state).verdict === "rollback") break;
  }
  return judge.judgement(state);
};

export const repeat = (times: number, seen: Seen, from = 0): Look[] =>
  Array.from({ length: times }, (_, index) => lookAt(from + index * 15, seen));

export const numberOf = (judgement: Judgement, rule: string, name: string): number =>
  judgement.findings.find((finding) => finding.rule === rule)?.numbers[name] ?? Number.NaN;

export const good: Seen = { stable: [200, 1], canary: [50, 0] };
