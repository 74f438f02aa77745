import type { Ports as Traffic } from "@caravan/mesh";
import type { InputOf, JudgeState, LogEntry, Occasion, Run, Work } from "@caravan/release-engine";

/** A series at one moment. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Evaluates PromQL at a moment. @throws Error when the store of metrics does not answer */
export type Query = (promql: string, at: Date) => Promise<readonly Sample[]>;

/** What came of a comparison: what was compared, what breaks, whose images carry no contracts, and whose were not read. */
export type Comparison = Omit<InputOf<"compared">, "kind" | "at" | "effect">;

/** Compares the contracts of v2 of a service with those of every version that serves. @throws NotKnown when v2 does not, or pods cannot be listed */
export type CompareContracts = (service: string) => Promise<Comparison>;

/** How often the container of a pod began again, and how it ended the last time. */
export interface Restarts {
  readonly pod: string;
  readonly version: string;
  readonly times: number;
  readonly last: string;
}

/** Where the log of one release is kept. */
export interface Journal {
  /** All entries, from the first, a line each. */
  lines(): Promise<readonly string[]>;
  /**
   * Resolves once the entry survives a crash of the machine: only then is acted on it.
   *
   * @param run the release as it stands after it
   * @throws Error when it cannot be kept, or another process has put one in its place
   */
  append(entry: LogEntry, run: Run<JudgeState>): Promise<void>;
}

/** Everything but traffic that a release has done around it. */
export type Deployment = Exclude<Work, { do: "set weight" | "verify weight" | "compare contracts" }>;

/** What a receiver is to be told. */
export interface Notice {
  /** Of the effect: unique in its release. */
  readonly id: string;
  readonly receiver: string;
  readonly occasion: Occasion;
}

export interface Clock {
  now(): Date;
  /** @throws when the signal comes */
  pause(seconds: number, signal: AbortSignal): Promise<void>;
}

/** What a release works on. */
export interface Ports {
  readonly traffic: Traffic;
  readonly query: Query;
  readonly compareContracts: CompareContracts;
  /** The pods of a service, and how often their containers began again. */
  restarts(service: string): Promise<readonly Restarts[]>;
  readonly journal: Journal;
  /**
   * Does it, or finds it done: it may be asked for again, under the same id.
   *
   * @param signal comes when nothing waits for it any more
   * @throws Error saying why it cannot be done; NotKnown when nothing says whether it can
   */
  deploy(service: string, work: Deployment & { readonly id: string }, signal: AbortSignal): Promise<void>;
  /**
   * Tells a receiver; it may be asked for again, under the same id.
   *
   * @param signal comes when the release ends here, whether it is told or not
   * @throws Error when the receiver could not be told
   */
  notify(service: string, notice: Notice, signal: AbortSignal): Promise<void>;
  /** What people ask of this run while it goes on; ends with `signal`. */
  commands(run: string, signal: AbortSignal): AsyncIterable<InputOf<"command">>;
  readonly clock: Clock;
}
