import type { Judge, Judgement } from "../judge/judgement.ts";
import type { Streams } from "../judge/look.ts";
import type { Gate, Plan } from "../plan/plan.ts";
import type { Effect, Work } from "./effect.ts";
import type { Input, TrainRef } from "./input.ts";
import type { Reason } from "./reason.ts";

/** Phases that do one thing after the other: `left` begins with the one under way. */
export interface WorkPhase {
  readonly name: "preparing" | "promoting" | "contracting" | "rolling back";
  readonly left: readonly Work[];
  /** Of a way back: how often the move under way was refused. */
  readonly refused?: number;
}

/** Where a run is when it is not held. */
export type ActivePhase =
  | WorkPhase
  /** A step's weight is written and not in force yet. */
  | { readonly name: "moving"; readonly step: number }
  | { readonly name: "observing"; readonly step: number }
  /** The step's evidence is there; these gates are not open. Step -1: v2 is ready and has no weight, others of its train are not. */
  | {
      readonly name: "awaiting";
      readonly step: number;
      readonly gates: readonly Gate[];
      /** All gates are open, and contracts are compared before more requests go to v2. */
      readonly comparing?: true;
    }
  /** The new version serves everything as v1; the one before is ready in v2's place. */
  | { readonly name: "soaking" }
  | { readonly name: "finished" | "rolled back" | "frozen" };

/** `held` waits for a person and remembers where it was. */
export type Phase = ActivePhase | { readonly name: "held"; readonly during: ActivePhase };

/** A release of one service, with the state of its judge. Plain JSON. */
export interface Run<State> {
  readonly id: string;
  readonly plan: Plan;
  readonly image: string;
  readonly previous: string;
  /** The train that it goes with; null when it goes alone. */
  readonly train: TrainRef | null;
  readonly phase: Phase;
  /** Of v2, over 1000: what the run asked for, what routes read back, and what was counted at this step. */
  readonly weights: {
    readonly planned: number;
    readonly applied: number | null;
    readonly observed: number | null;
  };
  readonly clock: {
    /** The latest time it was told. */
    readonly at: string;
    /** Counted in this step, or since it soaks: without the time of leaps and of holds. */
    readonly elapsed: number;
  };
  /** Everything before is counted. */
  readonly lookedUntil: string;
  /** Requests of the canary that were counted while this step was observed. */
  readonly canaryRequests: number;
  /** How requests were shared out since the weight is in force; null before. */
  readonly split: {
    readonly since: string;
    readonly looks: number;
    readonly canary: number;
    readonly stable: number;
  } | null;
  readonly judge: State;
  readonly judgement: Judgement | null;
  /** Since when metrics cannot be read, and why. */
  readonly outage: { readonly since: string; readonly reason: string } | null;
  /** Streams that are open on the versions, as they were last seen; null before, and when the versions have changed places since. */
  readonly streams: Streams | null;
  /** Who let this step go on; with two people it takes two. */
  readonly approvals: readonly string[];
  /** What did not fit and people took as it is; and what holds the run now: null while nothing does, empty when it is not known. */
  readonly contracts: { readonly accepted: readonly string[]; readonly found: readonly string[] | null };
  /** Pods: the most that v1 had while v2 was beside it (null: not counted), and those that a deployer was asked to run as v2. */
  readonly pods: { readonly served: number | null; readonly asked: number };
  /** The contract migration that ran: from then on there is no way back. */
  readonly contracted: string | null;
  /** What v1 and v2 run: the old and the new version, the new one (v1 at least in part), or the new and the old one. */
  readonly places: "old, new" | "new" | "new, old";
  /** Asked, and not answered. */
  readonly outstanding: readonly Effect[];
  /** The work under way failed or is behind: it is asked again by the next tick. */
  readonly again: boolean;
  /** Of its log: how many entries there are, and how many there may be. */
  readonly log: { readonly entries: number; readonly most: number | null };
  /** How many effects it has asked for. */
  readonly asked: number;
  /** Why it is in this phase. */
  readonly reasons: readonly Reason[];
  /** What the last input brought that was of any meaning. */
  readonly latest: readonly Reason[];
}

/** An entry of a run's log before it is sealed: one input, and what came of it. */
export interface Entry {
  readonly at: string;
  readonly actor: string;
  readonly kind: Input["kind"];
  readonly input: Input;
  readonly decision: {
    readonly phase: Phase;
    readonly weights: Run<unknown>["weights"];
    readonly reasons: readonly Reason[];
    readonly effects: readonly Effect[];
    readonly judgement?: Judgement;
  };
}

/** What comes of an input. A tick that changes nothing leaves no entry, and at the end of a log nothing does that does not lead on. */
export interface Decision<State> {
  readonly run: Run<State>;
  readonly effects: readonly Effect[];
  readonly entries: readonly Entry[];
}

/** The engine: pure, and the only place where a run changes. Without a run only `start` is an input. */
export type Decide = <State>(
  run: Run<State> | undefined,
  input: Input,
  judge: Judge<State>,
) => Decision<State>;
