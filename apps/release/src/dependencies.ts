import type { Release, ReleaseCommand } from "@caravan/contracts";
import type { Ports as Traffic } from "@caravan/mesh";
import type { Journal, Receivers, StableImages, WhoCalls } from "@caravan/release-runner";
import type { Addresses } from "./domain/links.ts";
import type { Bell } from "./engine/bell.ts";

/** A release as it is stored: what its log says, and whether it is stopped. */
export type StoredRelease = Omit<Release, "engine">;

/** A train that has begun. */
export interface StoredTrain {
  readonly id: string;
  readonly releases: readonly StoredRelease[];
}

/** A release that was dropped because it ended long ago. */
export interface Dropped {
  readonly entries: number;
  /** The hash of its log's last entry. */
  readonly head: string;
  readonly droppedAt: Date;
}

/** What identifies a request that may be repeated. */
export interface Key {
  readonly key: string;
  readonly by: string;
}

/** A reply as it was kept under its key. */
export interface Kept<B> {
  readonly body: B;
  /** It was stored earlier; nothing happened this time. */
  readonly replayed: boolean;
}

/** Which releases are asked for. */
export interface Search {
  readonly service?: string | undefined;
  readonly underWay?: boolean;
  /** Only those that began before this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What a person asks a release for. */
export interface Ask extends Key {
  readonly release: string;
  readonly command: ReleaseCommand;
  readonly reason: string;
}

/** How a release that no engine can go on with is to end. */
export interface Abandoned extends Key {
  readonly release: string;
  readonly reason: string;
  /** A person wants all weights as they are; else all requests go to v1 first. */
  readonly keepsWeights: boolean;
}

/** What a deployer says of a task. */
export interface Outcome {
  /** `unknown`: what says whether it failed could not be read. */
  readonly outcome: "done" | "failed" | "unknown";
  readonly reason: string | null;
}

/** All releases, their logs, and what is asked of them. */
export interface ReleaseStore {
  find(id: string): Promise<StoredRelease | undefined>;
  /** What is left of one that was dropped. */
  findDropped(id: string): Promise<Dropped | undefined>;
  /** How many there are, and how many were dropped. */
  count(): Promise<{ readonly kept: number; readonly dropped: number }>;
  /** Newest first. */
  list(search: Search): Promise<readonly StoredRelease[]>;
  /** Those that changed at this time or later, the earliest first. */
  changedSince(time: Date): Promise<readonly StoredRelease[]>;
  /** Of a log, from a position on. */
  lines(id: string, after: number, limit: number): Promise<readonly string[]>;
  /**
   * Begins a release, once per key: `begin` gets the journal in which the first entry makes it.
   *
   * @throws Refusal `release-under-way`, `idempotency-key-reused`, `idempotency-key-in-progress`; what `begin` throws
   */
  start(
    key: Key & { readonly request: unknown },
    begin: (run: string, journal: Journal) => Promise<void>,
  ): Promise<Kept<StoredRelease>>;
  /** Begins several releases together, once per key: all of them, or none. `begin` gets an id for each, and the journal of all. */
  startTrain(
    key: Key & { readonly request: unknown },
    size: number,
    begin: (
      train: { readonly id: string; readonly runs: readonly string[] },
      journal: Journal,
    ) => Promise<void>,
  ): Promise<Kept<StoredTrain>>;
  /** The log of a release. @throws Fenced when another process has written in its place, LogFull */
  journal(id: string): Journal;
  /** Writes down what a person asks for, once per key, unless `check` throws. Gives the time by which it is known. */
  ask(asked: Ask, check?: () => Promise<void>): Promise<Kept<{ readonly at: string }>>;
  /** What was asked of a release and is in no entry yet. */
  asked(id: string): Promise<readonly (Omit<Ask, "key" | "release"> & { readonly at: string })[]>;
  /** The place of the entry that has what was asked at this time; null before it is heard. */
  heardIn(id: string, at: string): Promise<number | null>;
  /** The first answer to a task counts: gives that one. */
  answer(id: string, number: number, outcome: Outcome & { readonly by: string }): Promise<Outcome>;
  outcome(id: string, number: number): Promise<Outcome | undefined>;
  /** No engine can go on with it. */
  stop(id: string, why: string): Promise<void>;
  /** Ends a stopped release and those that end with it, once per key: all of them, or none. `which` names them, or throws. */
  abandon(
    asked: Abandoned,
    which: () => Promise<readonly Pick<StoredRelease, "id" | "weights">[]>,
  ): Promise<Kept<StoredRelease>>;
}

/** The right to run releases: one process has it at a time. */
export interface Lease {
  /** Takes it or keeps it. Gives whether it is ours now. */
  hold(): Promise<boolean>;
  release(): Promise<void>;
  /** The process that has it. */
  holder(): Promise<string | undefined>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly now: () => Date;
  readonly releases: ReleaseStore;
  readonly lease: Pick<Lease, "holder">;
  readonly traffic: Traffic;
  readonly receivers: Pick<Receivers, "names">;
  readonly whoCalls: WhoCalls;
  readonly stableImages: StableImages;
  /** Rings when something was asked, answered or decided in this process. */
  readonly bell: Bell;
  /** Ends streams when the process drains. */
  readonly draining: AbortSignal;
  /** Where a browser finds traces and dashboards; the pages link to what is there. */
  readonly addresses?: Addresses | undefined;
}
