import { isDuplicateEntry, type Transaction } from "@caravan/database";
import { and, desc, eq, lte } from "drizzle-orm";
import { type GuestJoin, mostJoinedGuests } from "../domain/account.ts";
import { joinedGuests } from "./schema.ts";

/**
 * Records which account a guest joined, while the account is locked: `new`, `known` when it joined that account before, or `other`
 * when it joined another one, which stays.
 */
export const noteJoin = async (
  tx: Transaction,
  { guestId, userId, at }: GuestJoin,
): Promise<"new" | "known" | "other"> => {
  try {
    await tx.insert(joinedGuests).values({ guestId, userId, joinedAt: new Date(at) });
  } catch (error) {
    if (!isDuplicateEntry(error)) throw error;
    const [known] = await tx.select().from(joinedGuests).where(eq(joinedGuests.guestId, guestId));
    return known?.userId === userId ? "known" : "other";
  }
  await forgetOldest(tx, userId);
  return "new";
};

const forgetOldest = async (tx: Transaction, userId: string): Promise<void> => {
  const [surplus] = await tx
    .select({ joinedAt: joinedGuests.joinedAt })
    .from(joinedGuests)
    .where(eq(joinedGuests.userId, userId))
    .orderBy(desc(joinedGuests.joinedAt))
    .limit(1)
    .offset(mostJoinedGuests);
  if (surplus === undefined) return;
  const old = lte(joinedGuests.joinedAt, surplus.joinedAt);
  await tx.delete(joinedGuests).where(and(eq(joinedGuests.userId, userId), old));
};

/**
 * Returns the guests of an account that is being erased. They stay recorded without an account, so that a remaining token of one of
 * them joins no other account.
 */
export const leaveGuests = async (tx: Transaction, userId: string, erasedAt: Date): Promise<string[]> => {
  const rows = await tx
    .select({ guestId: joinedGuests.guestId })
    .from(joinedGuests)
    .where(eq(joinedGuests.userId, userId));
  await tx.update(joinedGuests).set({ userId: null, erasedAt }).where(eq(joinedGuests.userId, userId));
  return rows.map(({ guestId }) => guestId);
};
