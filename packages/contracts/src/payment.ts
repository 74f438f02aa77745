import * as v from "valibot";
import { defineEvent } from "./event.ts";
import { OrderId, PaymentId, RefundId } from "./id.ts";
import { Money } from "./money.ts";

/**
 * Where a payment is. `requires-confirmation`: the shopper has yet to confirm at the bank. `authorised`: the bank holds the
 * money for us. `captured`: it is ours. `cancelled`: nothing was or will be taken; money that arrives all the same goes back.
 */
export const PaymentStatus = v.picklist([
  "requires-confirmation",
  "authorised",
  "captured",
  "declined",
  "cancelled",
]);
export type PaymentStatus = v.InferOutput<typeof PaymentStatus>;

/** It ended without money: nothing is taken any more. */
export const paymentHasEnded = (status: PaymentStatus): boolean =>
  status === "declined" || status === "cancelled";

/** An attempt to pay one order. `refunded` ≤ `captured` ≤ `amount`. */
export const Payment = v.object({
  id: PaymentId,
  orderId: OrderId,
  status: PaymentStatus,
  amount: Money,
  captured: Money,
  refunded: Money,
  /** What the provider has taken on to give back, and may need days for. */
  onItsWayBack: v.optional(Money),
  /** The sum of all refunds that left for the shopper and came back to us. It only grows, as `refunded` and it together do. */
  refundFailed: v.optional(Money),
  /** What was to go back to the shopper, did not, and is not asked for again until staff retries. */
  refundLost: v.optional(Money),
  /** The provider's page where the shopper confirms; null when nothing is to be confirmed any more. */
  confirmationUrl: v.nullable(v.string()),
  /** Why it was declined, in the provider's words. */
  declineReason: v.nullable(v.string()),
});
export type Payment = v.InferOutput<typeof Payment>;

const PaymentFact = { paymentId: PaymentId, orderId: OrderId, amount: Money };

/** The bank holds the money of an order for us. */
export const paymentAuthorised = defineEvent({
  topic: "payment.authorised.v1",
  summary: "The bank holds the money of an order for us.",
  data: v.object(PaymentFact),
});

/** This attempt is over, without money: the order may be paid by another one. */
export const paymentDeclined = defineEvent({
  topic: "payment.declined.v1",
  summary: "An attempt to pay an order ended without money; another one may follow.",
  data: v.object({ ...PaymentFact, reason: v.string() }),
});

/** Money went back to the shopper: by command, or because it came too late. */
export const paymentRefunded = defineEvent({
  topic: "payment.refunded.v1",
  summary: "Money went back to the shopper: by command, or because it came too late.",
  data: v.object({ ...PaymentFact, refundId: RefundId, reason: v.string() }),
});

/** Money that was to go back to the shopper, or that had gone, did not arrive there: it is with us. */
export const paymentRefundFailed = defineEvent({
  topic: "payment.refund-failed.v1",
  summary: "Money that was to go back to the shopper, or that had gone, did not arrive there: it is with us.",
  data: v.object({ ...PaymentFact, refundId: RefundId, reason: v.string() }),
});
