import * as v from "valibot";
import { defineEvent } from "./event.ts";
import { OrderId, PaymentId, RefundId, ShopperId } from "./id.ts";
import { Money } from "./money.ts";
import { ReturnUrl } from "./return-url.ts";
import { defineRoute } from "./route.ts";
import { Text } from "./text.ts";

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

const PaymentParams = v.object({ paymentId: PaymentId });

/** Callers: only order. Every command may be repeated under its key, and is then done once. */
export const paymentRoutes = {
  createPayment: defineRoute({
    id: "createPayment",
    method: "POST",
    path: "/v1/payments",
    summary:
      "Begins the payment of an order, or finds the one begun, which then leads back to the new address. When the last one ended without money, a new one begins. The key is the order's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    body: v.strictObject({
      orderId: OrderId,
      shopperId: ShopperId,
      amount: Money,
      returnUrl: ReturnUrl,
    }),
    success: { status: 201, body: Payment },
    refusals: [
      "payment-differs",
      "amount-not-payable",
      "idempotency-key-mismatch",
      "provider-unavailable",
      "provider-denies-us",
      // The provider said no for good; another request may be fine.
      "provider-refused",
      "payment-attempts-exhausted",
      // All payments of this order were cancelled: nothing is begun for it any more.
      "order-ended",
    ],
  }),
  getPayment: defineRoute({
    id: "getPayment",
    method: "GET",
    path: "/v1/payments/:paymentId",
    summary: "Shows one payment.",
    access: "service",
    callers: ["order"],
    params: PaymentParams,
    success: { status: 200, body: Payment },
    refusals: ["payment-unknown"],
  }),
  capturePayment: defineRoute({
    id: "capturePayment",
    method: "POST",
    path: "/v1/payments/:paymentId/capture",
    summary:
      "Takes the whole authorised amount. The key is the payment's id. `payment-ended` means for good that nothing was and will be taken; `provider-unavailable` that nobody knows yet: ask again.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: PaymentParams,
    success: { status: 200, body: Payment },
    refusals: [
      "payment-unknown",
      "payment-not-authorised",
      "payment-ended",
      "provider-refused",
      "provider-unavailable",
      "provider-denies-us",
      "idempotency-key-mismatch",
    ],
  }),
  cancelPayment: defineRoute({
    id: "cancelPayment",
    method: "POST",
    path: "/v1/payments/:paymentId/cancellation",
    summary:
      "Makes sure that no money stays with us, whatever state the payment is in: voids an authorisation, refunds in full what was captured, and sends back what arrives later. The key is the payment's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: PaymentParams,
    success: { status: 200, body: Payment },
    refusals: [
      "payment-unknown",
      // For good: staff has it on its list of payments in trouble.
      "refund-refused",
      "provider-refused",
      "provider-unavailable",
      "provider-denies-us",
      "idempotency-key-mismatch",
    ],
  }),
  cancelOrderPayments: defineRoute({
    id: "cancelOrderPayments",
    method: "POST",
    path: "/v1/payments/cancellations",
    summary:
      "Makes sure that no payment of an order keeps money, like `cancelPayment` for each of them, and that none is begun for it any more. For an order that has ended, also one without a payment that anybody knows of. The key is the order's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    body: v.strictObject({ orderId: OrderId }),
    /** All payments of the order, oldest first; none when there never was one. */
    success: { status: 200, body: v.object({ payments: v.array(Payment) }) },
    refusals: [
      // For good: staff has it on its list of payments in trouble.
      "refund-refused",
      "provider-refused",
      "provider-unavailable",
      "provider-denies-us",
      "idempotency-key-mismatch",
    ],
  }),
  refundPayment: defineRoute({
    id: "refundPayment",
    method: "POST",
    path: "/v1/payments/:paymentId/refunds",
    summary: "Gives captured money back, once per key.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: PaymentParams,
    body: v.strictObject({ amount: Money, reason: Text(200, 0) }),
    success: { status: 200, body: Payment },
    refusals: [
      "payment-unknown",
      "refund-too-large",
      "refund-refused",
      // An earlier refund did not arrive: staff retries it.
      "refund-still-owed",
      "idempotency-key-reused",
      "provider-unavailable",
      "provider-denies-us",
    ],
  }),
  receiveBankCallback: defineRoute({
    id: "receiveBankCallback",
    method: "POST",
    path: "/v1/callbacks/bank",
    summary: "Takes a signed callback of the bank. One that was applied before is acknowledged and ignored.",
    access: "callback",
    success: { status: 200, body: v.object({ received: v.boolean() }) },
    refusals: ["signature-invalid", "callback-malformed", "payment-differs"],
  }),
  receiveStripeCallback: defineRoute({
    id: "receiveStripeCallback",
    method: "POST",
    path: "/v1/callbacks/stripe",
    summary: "Takes a signed webhook of Stripe, where Stripe is the provider.",
    access: "callback",
    success: { status: 200, body: v.object({ received: v.boolean() }) },
    refusals: ["signature-invalid", "callback-malformed", "payment-differs"],
  }),
} as const;

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
