import type { Quote } from "@caravan/contracts";
import { isDuplicateEntry, type Transaction } from "@caravan/database";
import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import type { Pricing, Try } from "../dependencies.ts";
import { isLimited, type Promotion } from "../domain/promotion.ts";
import { useDiffers, useEnded } from "../domain/refusals.ts";
import type { Use } from "../domain/use.ts";
import { addCounts } from "./counters.ts";
import { readFacts } from "./facts.ts";
import type { PeopleOf } from "./people.ts";
import { promotions, useLines, uses } from "./schema.ts";

/** Locks what an order takes; undefined: nothing is known of it. */
export const lockUse = async (tx: Transaction, orderId: string) => {
  const [row] = await tx.select().from(uses).where(eq(uses.orderId, orderId)).for("update");
  return row;
};

/**
 * Prices an order and holds what it takes. Locks are taken in one order by all: the person, the order's use, promotions with a limit, the
 * others, each by their ids. Those without a limit are locked at the end only, to be counted: many orders of a rule for everyone take its
 * row for a moment each.
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
  // Nothing is added to these while the person is locked.
  const facts = await readFacts(tx, [ownerId], seen);
  const locked = await lockPromotions(
    tx,
    seen.filter((promotion) => isLimited(promotion) && couldApply(promotion, facts)),
  );
  const current = seen.map((promotion) => locked.get(promotion.id) ?? promotion);
  const quote = price(current, facts);
  const applied = current.filter(({ id }) => quote.applied.some(({ promotionId }) => promotionId === id));
  if (applied.some((promotion) => isLimited(promotion) && !locked.has(promotion.id)))
    throw new Error(`a promotion with a limit was applied to ${orderId} without being locked`);
  await writeHold(tx, { orderId, ownerId }, quote, applied);
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
  applied: readonly Promotion[],
): Promise<void> => {
  await tx.update(uses).set({ quote }).where(eq(uses.orderId, orderId));
  const lines = quote.applied.map(({ promotionId, discount }) => ({
    ...{ orderId, promotionId, personId: ownerId },
    discountCents: discount.amountCents,
  }));
  if (lines.length === 0) return;
  await tx.insert(useLines).values(lines);
  const limited = new Set(applied.filter(isLimited).map(({ id }) => id));
  await addCounts(tx, lines, limited, { held: 1, used: 0 });
};
