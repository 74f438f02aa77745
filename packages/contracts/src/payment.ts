import * as v from "valibot";
import { defineEvent } from "./event.ts";
import { OrderId, PaymentId, RefundId } from "./id.ts";
import { Money } from "./money.ts";

/**
 * The status of a payment. `requires-confirmation`: the shopper must still confirm at the bank. `authorised`: the bank holds the
 * money for us. `captured`: it is ours. `cancelled`: nothing was or will be captured; money that arrives all the same is refunded.
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
  /** Refunds that the provider has accepted, and may need days for. */
  onItsWayBack: v.optional(Money),
  /** The sum of all refunds that failed after they were sent. It only grows, and so does its sum with `refunded`. */
  refundFailed: v.optional(Money),
  /** Failed refunds that are not repeated until staff retries. */
  refundLost: v.optional(Money),
  /** The provider's page where the shopper confirms; null when nothing is to be confirmed any more. */
  confirmationUrl: v.nullable(v.string()),
  /** The provider's reason for the decline. */
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

/** Money was refunded: by command, or because it came too late. */
export const paymentRefunded = defineEvent({
  topic: "payment.refunded.v1",
  summary: "Money was refunded: by command, or because it came too late.",
  data: v.object({ ...PaymentFact, refundId: RefundId, reason: v.string() }),
});

/** A refund failed, before or after it was reported as done: the money is with us. */
export const paymentRefundFailed = defineEvent({
  topic: "payment.refund-failed.v1",
  summary: "A refund failed, before or after it was reported as done: the money is with us.",
  data: v.object({ ...PaymentFact, refundId: RefundId, reason: v.string() }),
});
