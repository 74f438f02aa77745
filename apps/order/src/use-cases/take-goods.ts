import { Refusal } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { type Priced, pricedBy } from "../domain/benefits.ts";
import type { StepFact } from "../domain/facts.ts";
import { type Order, totalOf } from "../domain/order.ts";
import { priceChanged, promotionUnavailable } from "../domain/refusals.ts";
import { performStep } from "./perform-step.ts";

/** What the shopper asks of promotions. */
export interface Wish {
  readonly codes: readonly string[];
  /** What they were told that it costs, in cents. */
  readonly agreedCents: number | undefined;
}

/** What is taken for an order before it is written, under its final id. */
export interface Taken extends Priced {
  readonly id: string;
  /** The order's first step: its goods are held, or the outcome is unclear. */
  readonly step: StepFact;
}

/** The id is of no use any more: an earlier attempt with this key has given back what it had taken. */
interface Ended {
  readonly ended: unknown;
}

/**
 * Takes goods and benefits before the order is written, so that the shopper gets the answers of inventory and promotion. When
 * inventory's outcome is unclear, the order is placed and the step is repeated. Whatever is refused, nothing stays taken.
 *
 * @param wish undefined for an order that no promotion counts for
 * @throws Refusal of inventory, of promotion, `price-changed`, `promotion-unavailable`
 */
export const take = async (
  dependencies: Dependencies,
  draft: Order,
  wish: Wish | undefined,
): Promise<Taken> => {
  const first = await takeUnder(dependencies, draft, wish);
  if (!("ended" in first)) return first;
  // What that attempt held of a coupon, if it could not give it back, must not keep this one from using it.
  if (wish !== undefined) await dependencies.promotions.cancel(draft.id);
  const id = dependencies.newOrderId(draft.shopperId);
  const second = await takeUnder(dependencies, { ...draft, id }, wish);
  if ("ended" in second) throw second.ended;
  return second;
};

/** Gives back what was taken for an order that is not written. */
export const giveBack = async (
  { inventory, promotions }: Dependencies,
  { id, step: { outcome }, benefits }: Pick<Taken, "id" | "step" | "benefits">,
): Promise<void> => {
  const { reservationId } = outcome.kind === "done" ? outcome.learned : {};
  await Promise.all([
    reservationId === undefined ? undefined : inventory.release(reservationId),
    // What does not get there is given back by promotion's keeper, which finds no order of this use.
    benefits === null ? undefined : promotions.cancel(id),
  ]);
};

const takeUnder = async (
  dependencies: Dependencies,
  draft: Order,
  wish: Wish | undefined,
): Promise<Taken | Ended> => {
  const { id } = draft;
  const step = await performStep(dependencies, draft, "reserve-stock");
  if (isEnded(step)) return { ended: causeOf(step) };
  if (step.outcome.kind !== "done" && step.outcome.code !== undefined) throw causeOf(step);
  const goods = { id, step, benefits: null };
  try {
    const priced = await price(dependencies, draft, wish);
    if (!("ended" in priced)) return { id, step, ...priced };
    await giveBack(dependencies, goods);
    return priced;
  } catch (error) {
    await giveBack(dependencies, goods);
    throw error;
  }
};

const isEnded = ({ outcome }: StepFact): boolean =>
  outcome.kind === "refused" && outcome.code === "reservation-ended";

/** A refusal of inventory stays the same at every attempt: the shopper must get it. */
const causeOf = ({ outcome }: StepFact): unknown =>
  outcome.kind === "done" ? undefined : (outcome.cause ?? new Error(outcome.code));

/**
 * What the order costs. Promotion is asked when it has to be: codes are named, rules count, or the shopper was told another
 * sum than that of the list. While it does not answer, an order goes on at list price, if that is what its shopper may expect.
 */
const price = async (
  { promotions, countDiscountMissed }: Dependencies,
  draft: Order,
  wish: Wish | undefined,
): Promise<Priced | Ended> => {
  const atList: Priced = { lines: draft.lines, benefits: null };
  if (wish === undefined) return atList;
  const { codes, agreedCents = draft.totalCents } = wish;
  const needsPromotion = codes.length > 0 || agreedCents !== draft.totalCents;
  if (!needsPromotion) {
    const hasRules = await promotions.hasRules();
    if (hasRules === undefined && promotions.hadRules()) countDiscountMissed();
    if (hasRules !== true) return atList;
  }
  const tried = await promotions.tryUse(draft, codes);
  if (tried.kind === "ended") return { ended: tried.cause };
  if (tried.kind === "refused") throw tried.refusal;
  try {
    if (tried.kind === "unclear") throw promotionUnavailable(tried.cause);
    const priced = pricedOrUnavailable(draft, tried.quote);
    const total = totalOf(priced.lines);
    if (wish.agreedCents !== undefined && total !== agreedCents) throw priceChanged(agreedCents, total);
    return priced;
  } catch (error) {
    await promotions.cancel(draft.id);
    const isAway = error instanceof Refusal && error.code === "promotion-unavailable";
    if (!isAway || needsPromotion) throw error;
    countDiscountMissed();
    return atList;
  }
};

/** A quote that does not fit is a fault of promotion: no order is placed by it. */
const pricedOrUnavailable = ({ lines }: Order, quote: Parameters<typeof pricedBy>[1]): Priced => {
  try {
    return pricedBy(lines, quote);
  } catch (error) {
    throw promotionUnavailable(error);
  }
};
