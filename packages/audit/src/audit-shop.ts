import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseAddress } from "@caravan/database/plain";
import type { Redis } from "ioredis";
import type { DatabaseName } from "./check.ts";
import { checks } from "./checks.ts";
import { openDatabases } from "./databases.ts";
import { runAudit, type Verdict } from "./run-audit.ts";

/** The pause before faults are checked again. */
const pauseSeconds = 3;

/** The sources and options of an audit. */
export interface Shop {
  addressOf: (name: DatabaseName) => Promise<DatabaseAddress>;
  /** The broker; stays open. */
  redis: Redis;
  /** How long an event may take from one service to the other. */
  lagSeconds: number;
}

/**
 * Runs every check once over all databases.
 *
 * @throws DatabaseClosed, CheckFailed: nothing is known of the shop then
 */
export const auditShop = async ({ addressOf, redis, lagSeconds }: Shop): Promise<Verdict[]> => {
  const { readers, takeSnapshots, close } = await openDatabases(addressOf);
  try {
    return await runAudit({ ...readers, redis }, checks, {
      ...{ lagSeconds, takeSnapshots },
      now: () => new Date(),
      pause: () => sleep(pauseSeconds * 1000),
    });
  } finally {
    await close();
  }
};

/** Whether every check holds. */
export const isSound = (verdicts: readonly Verdict[]): boolean =>
  verdicts.every(({ faults }) => faults.length === 0);
