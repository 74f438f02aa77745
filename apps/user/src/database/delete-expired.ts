import type { Database } from "@caravan/database";
import { lt } from "drizzle-orm";
import { attempts, refreshTokens, sessions } from "./schema.ts";

const batchRows = 1000;

/** Longer than any window or lock of the throttle. */
const attemptMilliseconds = 3_600_000;

/** Deletes what has expired, in small batches that hold no lock for long. */
export const deleteExpired = async (database: Pick<Database, "drizzle">, now: Date): Promise<void> => {
  const { drizzle } = database;
  const anHourAgo = new Date(now.getTime() - attemptMilliseconds);
  await inBatches(() => drizzle.delete(sessions).where(lt(sessions.expiresAt, now)).limit(batchRows));
  await inBatches(() =>
    drizzle.delete(refreshTokens).where(lt(refreshTokens.expiresAt, now)).limit(batchRows),
  );
  await inBatches(() =>
    drizzle.delete(attempts).where(lt(attempts.windowStartedAt, anHourAgo)).limit(batchRows),
  );
};

const inBatches = async (
  deleteBatch: () => PromiseLike<readonly [{ affectedRows: number }, ...unknown[]]>,
): Promise<void> => {
  for (let rows = batchRows; rows === batchRows; ) {
    const [result] = await deleteBatch();
    rows = result.affectedRows;
  }
};
