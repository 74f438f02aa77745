import * as v from "valibot";
import { OrderId, PaymentId, ShopperId } from "./id.ts";
import { Money } from "./money.ts";
import { Payment } from "./payment.ts";
import { ReturnUrl } from "./return-url.ts";
import { defineRoute } from "./route.ts";
import { Text } from "./text.ts";

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
      /** Not read. Order sends it because the release before this one demands it. */
      shopperId: v.optional(ShopperId),
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
      "Takes the whole authorised amount. The key is the payment's id. `payment-ended` means for good that nothing was and will be taken; `provider-unavailable` that it is not known yet: ask again.",
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
      "Makes sure that no payment of an order keeps money, like `cancelPayment` for each of them, and that none is begun for it any more. For an order that has ended, also one without a known payment. The key is the order's id.",
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
