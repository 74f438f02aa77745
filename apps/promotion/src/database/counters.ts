import type { Transaction } from "@caravan/database";
import { eq, sql } from "drizzle-orm";
import { isLimited } from "../domain/promotion.ts";
import { type Counts, countsBetween, type Use, type UseStatus } from "../domain/use.ts";
import { promotions, useLines } from "./schema.ts";

/** What a promotion takes off an order. */
interface Line {
  readonly promotionId: string;
  readonly discountCents: number;
}

/** Counts these lines with their promotions, which are locked in one order by every transaction: those with a limit first. */
export const addCounts = async (
  tx: Transaction,
  lines: readonly Line[],
  limited: ReadonlySet<string>,
  counts: Counts,
): Promise<void> => {
  const rank = ({ promotionId }: Line): string => `${limited.has(promotionId) ? 0 : 1} ${promotionId}`;
  for (const { promotionId, discountCents } of lines.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)))
    await add(tx, promotionId, counts, discountCents);
};

/** Moves what a use has of each promotion from one counter to the other. */
export const moveCounts = async (tx: Transaction, use: Use, to: UseStatus): Promise<void> => {
  const counts = countsBetween(use.status, to);
  const rows = await tx
    .select({ line: useLines, promotion: promotions })
    .from(useLines)
    .innerJoin(promotions, eq(promotions.id, useLines.promotionId))
    .where(eq(useLines.orderId, use.orderId));
  const limited = new Set(rows.flatMap(({ promotion }) => (isLimited(promotion) ? [promotion.id] : [])));
  const lines = rows.map(({ line }) => line);
  await addCounts(tx, lines, limited, counts);
};

const add = (tx: Transaction, promotionId: string, { held, used }: Counts, discountCents: number) =>
  tx
    .update(promotions)
    .set({
      held: sql`${promotions.held} + ${held}`,
      used: sql`${promotions.used} + ${used}`,
      heldCents: sql`${promotions.heldCents} + ${held * discountCents}`,
      usedCents: sql`${promotions.usedCents} + ${used * discountCents}`,
    })
    .where(eq(promotions.id, promotionId));
