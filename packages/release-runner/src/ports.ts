import type { Ports as Traffic } from "@caravan/mesh";
import type { InputOf, LogEntry, Occasion, Work } from "@caravan/release-engine";

/** A series at one moment. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Evaluates PromQL at a moment. @throws Error when the store of metrics does not answer */
export type Query = (promql: string, at: Date) => Promise<readonly Sample[]>;

/** Where the log of one release is kept. */
export interface Journal {
  /** All whole entries, from the first. May be called while another process writes. */
  lines(): Promise<readonly string[]>;
  /** Removes what a crash left of an entry; for the one process that writes. */
  repair(): Promise<void>;
  /** Resolves once the entry survives a crash of the machine: only then is acted on it. @throws Error when it cannot be kept */
  append(entry: LogEntry): Promise<void>;
}

/** Everything but traffic that a release has done around it. */
export type Deployment = Exclude<Work, { do: "set weight" } | { do: "verify weight" }>;

export interface Clock {
  now(): Date;
  /** @throws when the signal comes */
  pause(seconds: number, signal: AbortSignal): Promise<void>;
}

/** What a release works on. */
export interface Ports {
  readonly traffic: Traffic;
  readonly query: Query;
  readonly journal: Journal;
  /** Does it, or finds it done: it may be asked for again. @throws Error saying why it cannot be done */
  deploy(service: string, work: Deployment): Promise<void>;
  /** @throws Error when the receiver could not be told */
  notify(receiver: string, occasion: Occasion): Promise<void>;
  /** What people ask of this run while it goes on; ends with `signal`. */
  commands(run: string, signal: AbortSignal): AsyncIterable<InputOf<"command">>;
  readonly clock: Clock;
}
