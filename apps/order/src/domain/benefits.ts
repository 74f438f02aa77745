import { orderIsGivenUp, orderStatuses, type Quote } from "@caravan/contracts";
import type { Order, OrderLine } from "./order.ts";
import type { Benefits } from "./order-benefits.ts";

/**
 * What the order's state says of its use, whichever steps are done: `back` when none of its money stays with us, and for an order
 * that took nothing; `used` from the confirmation or the capture on.
 */
export const useDue = (
  order: Pick<Order, "status" | "totalCents" | "refundedCents" | "benefits">,
): Benefits["use"] => {
  const { status, totalCents, refundedCents, benefits } = order;
  if (benefits === null || benefits.use === "back") return "back";
  if (orderIsGivenUp(status) || status === "refunded" || refundedCents >= totalCents) return "back";
  const isPaid = ["captured", "back"].includes(orderStatuses[status].money);
  return isPaid ? "used" : benefits.use;
};

/** Reports whether promotion has yet to be told: an order is given up, refunded as a whole, or was led past a step by an older version. */
export const owesPromotion = (order: Order): boolean =>
  order.benefits !== null && order.benefits.use !== useDue(order);

/**
 * Plans the step that brings the use to where the order is, after all others: nothing in the shop waits for it. What plans other steps
 * need not think of it.
 */
export const withPromotionStep = (order: Order, now: Date): Order => {
  if (!owesPromotion(order)) return order;
  const step = useDue(order) === "back" ? "cancel-promotion" : "confirm-promotion";
  const { saga } = order;
  if (saga.steps.includes(step)) return order;
  const nextAttemptAt = saga.steps.length === 0 ? now : saga.nextAttemptAt;
  return { ...order, saga: { ...saga, steps: [...saga.steps, step], nextAttemptAt } };
};

/** The benefits with another use. */
export const withUse = ({ benefits }: Order, use: Benefits["use"]): Pick<Order, "benefits"> => ({
  benefits: benefits && { ...benefits, use },
});

/** What an order costs by a quote, and what it holds for that. */
export interface Priced {
  readonly lines: readonly OrderLine[];
  readonly benefits: Benefits | null;
}

/**
 * The lines at the quoted discounts.
 *
 * @throws Error for a quote that is not for these lines, does not add up, or leaves nothing to pay: no order is placed by it
 */
export const pricedBy = (lines: readonly OrderLine[], quote: Quote): Priced => {
  const bySku = new Map(quote.lines.map((line) => [line.sku, line]));
  const priced = lines.map((line) => {
    const quoted = bySku.get(line.sku);
    if (quoted?.quantity !== line.quantity || quoted.price.amountCents !== line.priceCents)
      throw new Error(`the quote is not for ${line.quantity} of ${line.sku} at ${line.priceCents} cents`);
    const full = line.priceCents * line.quantity;
    const discountCents = quoted.discount.amountCents;
    if (discountCents > full) throw new Error(`the quote takes ${discountCents} off ${full} cents`);
    return { ...line, discountCents };
  });
  const sum = (each: readonly number[]): number => each.reduce((all, cents) => all + cents, 0);
  const discount = sum(priced.map(({ discountCents }) => discountCents));
  const total = sum(priced.map((line) => line.priceCents * line.quantity)) - discount;
  const applied = sum(quote.applied.map((each) => each.discount.amountCents));
  const adds = quote.lines.length === lines.length && applied === discount;
  if (!adds || quote.total.amountCents !== total || total < 1)
    throw new Error(`the quote does not add up: ${total} cents after ${discount}, with ${applied} applied`);
  return {
    lines: priced,
    benefits: {
      use: "held",
      applied: quote.applied.map(({ promotionId, name, code, discount: { amountCents } }) => ({
        ...{ promotionId, name, code, discountCents: amountCents },
      })),
    },
  };
};
