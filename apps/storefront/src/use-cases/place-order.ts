import { type Order, type PostalAddress, Refusal } from "@caravan/contracts";
import type { OrderClient } from "../clients/order.ts";

export interface Purchase {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly deliverTo: PostalAddress;
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
  { lines, deliverTo, idempotencyKey }: Purchase,
): Promise<Order> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await orders.placeOrder({
        body: { lines: [...lines], deliverTo },
        idempotencyKey,
        timeoutSeconds,
      });
    } catch (error) {
      if (attempt === attempts || !isUnderWay(error)) throw error;
      await pause(pauseSeconds);
    }
  }
};

const isUnderWay = (error: unknown): boolean =>
  error instanceof Refusal && error.code === "idempotency-key-in-progress";
