import type { Look } from "./look.ts";

/** What one rule of the judge found. All of it is data: words are made of it later. */
export interface Finding {
  /** `errors`, `latency`, `client errors`, `guard <name>`, `evidence` or `metrics`. */
  readonly rule: string;
  /** What the rule asks for, if it had the only say. */
  readonly asks: "promote" | "hold" | "rollback";
  /** The numbers it rests on, by name and unit: `canaryRequests`, `eValue`, `threshold`, `upperBound` … */
  readonly numbers: Readonly<Record<string, number | null>>;
  /** More requests of the canary that would let it ask for promotion, if they go on like the ones so far. */
  readonly missingRequests?: number | undefined;
}

/** What a judge says of a step of a release. A finding that asks for rollback wins over one that holds, and that over promotion. */
export interface Judgement {
  readonly verdict: "promote" | "hold" | "rollback";
  /** The rule that decided. */
  readonly rule: string;
  readonly findings: readonly Finding[];
}

/** What the judge is told to ask for; from the plan. */
export interface Demands {
  /** The probability of rolling back a canary that is as good as the stable version, over its whole release. */
  readonly falseRollback: number;
  /** The probability of promoting a step after which the tolerance would be broken. */
  readonly falsePromotion: number;
  /**
   * Of all requests of the service, the share that fails may rise by this much: 0.01 is one in a hundred. So it is what the canary's own
   * share may be above the stable version's when it is to serve all, and twenty times as much when it is to serve 5 %.
   */
  readonly errorTolerance: number;
  /** The canary's durations may be longer by this factor. */
  readonly latencyTolerance: number;
  /** Requests as fast as this count as fast, whatever the stable version's take: a new pod has cold caches. Default 0. */
  readonly latencyFloorMilliseconds?: number;
  /** The share of requests that the canary refuses by 4xx may be above the stable version's by this much; without it they are not judged. */
  readonly clientErrorTolerance?: number;
  /** Requests of the canary without which no step ends. */
  readonly minimumRequests: number;
  /** Thresholds on the values of guards; a value outside of them rolls back, no value holds. */
  readonly guards: readonly { readonly name: string; readonly above?: number; readonly below?: number }[];
}

/**
 * A sequential judge: pure, deterministic, with a state that is plain JSON, so that a release can be judged again from its log to the same
 * verdicts, byte for byte.
 */
export interface Judge<State> {
  /** Before the first look of a release. `nextShare`: of all requests, the share that the canary gets once this step is promoted. */
  start(demands: Demands, nextShare?: number): State;
  /** A new step begins (another weight): what was learned of the canary against the stable version is kept. Without `nextShare` it is 1. */
  nextStep(state: State, nextShare?: number): State;
  look(state: State, look: Look): State;
  judgement(state: State): Judgement;
}
