import type { Quote } from "@caravan/contracts";
import { isDuplicateEntry, type Transaction } from "@caravan/database";
import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Pricing, Try } from "../dependencies.ts";
import type { Promotion } from "../domain/promotion.ts";
import { useDiffers, useEnded } from "../domain/refusals.ts";
import { countsBetween, type Use, type UseStatus } from "../domain/use.ts";
import { readFacts } from "./facts.ts";
import type { PeopleOf } from "./people.ts";
import { promotions, useLines, uses } from "./schema.ts";

/** Locks what an order takes; undefined: nothing is known of it. */
export const lockUse = async (tx: Transaction, orderId: string) => {
  const [row] = await tx.select().from(uses).where(eq(uses.orderId, orderId)).for("update");
  return row;
};

/**
 * Prices an order and holds what it takes. Locks are taken in one order by all: the person, the order's use, promotions by their ids.
 *
 * @throws Refusal `account-erased`, `use-differs`, `use-ended`; what `price` throws
 */
export const holdUse = async (
  tx: Transaction,
  people: PeopleOf,
  wanted: Try,
  { couldApply, price }: Pricing,
): Promise<{ use: Use; isNew: boolean }> => {
  const { orderId, content, at, askAt } = wanted;
  const ownerId = await people.resolvePerson(tx, wanted.shopperId);
  const head = { orderId, ownerId, content, status: "held" as const, createdAt: at, dueAt: askAt };
  const known = await insertOrLock(tx, head);
  if (known !== undefined) return { use: knownUse(known, head), isNew: false };

  const seen = await candidates(tx, wanted);
  const before = await readFacts(tx, [ownerId], seen);
  const locked = await lockPromotions(
    tx,
    seen.filter((promotion) => couldApply(promotion, before)),
  );
  const current = seen.map((promotion) => locked.get(promotion.id) ?? promotion);
  // Again, now that no other order can take anything of them.
  const quote = price(current, await readFacts(tx, [ownerId], current));
  if (quote.applied.some(({ promotionId }) => !locked.has(promotionId)))
    throw new Error(`a promotion was applied to ${orderId} without being locked`);
  await writeHold(tx, { orderId, ownerId }, quote);
  return { use: { orderId, status: "held", quote }, isNew: true };
};

/** Writes the head of a use, or locks the one that is there. */
const insertOrLock = async (tx: Transaction, head: typeof uses.$inferInsert) => {
  try {
    await tx.insert(uses).values(head);
    return undefined;
  } catch (error) {
    if (!isDuplicateEntry(error)) throw error;
    return lockUse(tx, head.orderId);
  }
};

type Head = Pick<typeof uses.$inferSelect, "ownerId" | "content">;

const knownUse = ({ orderId, status, quote, ...known }: Use & Head, wanted: Head): Use => {
  if (status === "back") throw useEnded(orderId);
  if (known.content !== wanted.content || known.ownerId !== wanted.ownerId) throw useDiffers(orderId);
  return { orderId, status, quote };
};

/** The rules that count, and the coupons that are named. */
const candidates = async (tx: Transaction, { codes, at }: Try): Promise<Promotion[]> => {
  const isRule = and(
    eq(promotions.state, "active"),
    eq(promotions.kind, "rule"),
    lte(promotions.startsAt, at),
    gt(promotions.endsAt, at),
  );
  const rules = await tx.select().from(promotions).where(isRule);
  if (codes.length === 0) return rules;
  const isNamed = inArray(promotions.code, [...codes]);
  return [...rules, ...(await tx.select().from(promotions).where(isNamed))];
};

const lockPromotions = async (
  tx: Transaction,
  some: readonly Promotion[],
): Promise<ReadonlyMap<string, Promotion>> => {
  if (some.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(promotions)
    .where(
      inArray(
        promotions.id,
        some.map(({ id }) => id),
      ),
    )
    .orderBy(asc(promotions.id))
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
};

const writeHold = async (
  tx: Transaction,
  { orderId, ownerId }: { readonly orderId: string; readonly ownerId: string },
  quote: Quote,
): Promise<void> => {
  await tx.update(uses).set({ quote }).where(eq(uses.orderId, orderId));
  const lines = quote.applied.map(({ promotionId, discount }) => ({
    ...{ orderId, promotionId, personId: ownerId },
    discountCents: discount.amountCents,
  }));
  if (lines.length === 0) return;
  await tx.insert(useLines).values(lines);
  for (const { promotionId, discountCents } of inOrder(lines))
    await add(tx, promotionId, { held: 1, used: 0 }, discountCents);
};

/** Moves what a use has of each promotion from one counter to the other. */
export const moveCounts = async (tx: Transaction, use: Use, to: UseStatus): Promise<void> => {
  const counts = countsBetween(use.status, to);
  const lines = await tx.select().from(useLines).where(eq(useLines.orderId, use.orderId));
  for (const { promotionId, discountCents } of inOrder(lines))
    await add(tx, promotionId, counts, discountCents);
};

/** The order in which every transaction locks promotions. */
const inOrder = <T extends { readonly promotionId: string }>(lines: readonly T[]): T[] =>
  lines.toSorted((a, b) => (a.promotionId < b.promotionId ? -1 : 1));

const add = (
  tx: Transaction,
  promotionId: string,
  { held, used }: { readonly held: number; readonly used: number },
  discountCents: number,
) =>
  tx
    .update(promotions)
    .set({
      held: sql`${promotions.held} + ${held}`,
      used: sql`${promotions.used} + ${used}`,
      heldCents: sql`${promotions.heldCents} + ${held * discountCents}`,
      usedCents: sql`${promotions.usedCents} + ${used * discountCents}`,
    })
    .where(eq(promotions.id, promotionId));
