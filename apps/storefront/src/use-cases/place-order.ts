import { type Money, type Order, type PostalAddress, Refusal } from "@caravan/contracts";
import type { OrderClient } from "../clients/order.ts";

export interface Purchase {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly deliverTo: PostalAddress;
  /** The codes to be used, and the sum that the shopper agreed to: only for a price by discounts. */
  readonly agreed: { readonly codes: readonly string[]; readonly total: Money } | undefined;
  /** Made with the form: the same form sent twice places one order. */
  readonly idempotencyKey: string;
}

/** Attempts, and their interval, to get the outcome of the same purchase that is under way already. */
const attempts = 10;
const pauseSeconds = 0.2;

/** Longest wait for order: the payment has to begin, too, within the 10 s that the ingress gives a purchase. */
const timeoutSeconds = 4;

/**
 * Places the order. A second click arrives while the first is under way, and the browser shows only the reply to the
 * second: so that one waits for the first to end and gets its order.
 */
export const placeOrder = async (
  { orders, pause }: { orders: OrderClient; pause: (seconds: number) => Promise<void> },
  { lines, deliverTo, agreed, idempotencyKey }: Purchase,
): Promise<Order> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await orders.placeOrder({
        body: { lines: [...lines], deliverTo, ...agreedBody(agreed) },
        idempotencyKey,
        timeoutSeconds,
      });
    } catch (error) {
      if (attempt === attempts || !isUnderWay(error)) throw error;
      await pause(pauseSeconds);
    }
  }
};

/** Nothing is added for an order at list price, so that an older version of order takes it as well. */
const agreedBody = (agreed: Purchase["agreed"]) =>
  agreed === undefined
    ? {}
    : {
        ...(agreed.codes.length === 0 ? {} : { codes: [...agreed.codes] }),
        agreedTotal: agreed.total,
      };

const isUnderWay = (error: unknown): boolean =>
  error instanceof Refusal && error.code === "idempotency-key-in-progress";
