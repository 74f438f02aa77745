import type { Release, ReleaseCommand } from "@caravan/contracts";
import type { Addresses } from "../domain/links.ts";
import type { ReadHistory } from "../use-cases/histories.ts";

/** Who asks for something, why, and the key under which it is done once. */
export interface Asked {
  readonly actor: string;
  readonly reason: string;
  readonly key: string;
  /** Called before it is done the first time. @throws Refusal when it is not what was confirmed any more */
  readonly check: () => Promise<void>;
}

/** What the pages are made of, and what their buttons do. Refusals are those of the API. */
export interface Desk {
  underWay(): Promise<readonly Release[]>;
  /** Those that have ended, newest first. */
  ended(cursor?: string): Promise<{ readonly items: readonly Release[]; readonly next: string | null }>;
  /** @throws Refusal `release-unknown` */
  find(releaseId: string): Promise<Release>;
  readonly history: ReadHistory;
  /** @returns whether the engine has decided about it already; it will in any case */
  command(
    releaseId: string,
    command: ReleaseCommand,
    asked: Asked,
  ): Promise<{ readonly heard: boolean; readonly refused: string | null }>;
  /** Ends a release that no engine can go on with. */
  abandon(releaseId: string, asked: Asked): Promise<unknown>;
  readonly addresses: Addresses;
  now(): Date;
}
