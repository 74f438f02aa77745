import type { Database } from "@caravan/database";
import { lt } from "drizzle-orm";
import { attempts, joinedGuests, refreshTokens, sessions } from "./schema.ts";

const batchRows = 1000;

/** Longer than any window or lock of the throttle, and than the lifetime of an access token. */
const longestMilliseconds = 3_600_000;

/** Deletes expired rows, in small batches that hold no lock for long. */
export const deleteExpired = async (database: Pick<Database, "drizzle">, now: Date): Promise<void> => {
  const { drizzle } = database;
  const anHourAgo = new Date(now.getTime() - longestMilliseconds);
  await inBatches(() => drizzle.delete(sessions).where(lt(sessions.expiresAt, now)).limit(batchRows));
  await inBatches(() =>
    drizzle.delete(refreshTokens).where(lt(refreshTokens.expiresAt, now)).limit(batchRows),
  );
  await inBatches(() =>
    drizzle.delete(joinedGuests).where(lt(joinedGuests.erasedAt, anHourAgo)).limit(batchRows),
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
