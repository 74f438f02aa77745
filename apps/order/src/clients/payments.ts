import { euros, type Payment, type paymentRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Payments } from "../dependencies.ts";
import type { Refunds } from "../domain/refunds.ts";
import { orderNotPayable, paymentUnavailable } from "../domain/refusals.ts";
import { outcomeOf } from "./outcome.ts";

type PaymentClient = Pick<
  Client<typeof paymentRoutes>,
  | "createPayment"
  | "getPayment"
  | "capturePayment"
  | "cancelPayment"
  | "cancelOrderPayments"
  | "refundPayment"
>;

/** Longer than usual: payment calls the bank. */
const timeoutSeconds = 10;
const readSeconds = 5;

/** Payment, called through the mesh. The order's id is the key of its payment, the payment's id the key of all later commands. */
export const openPayments = (client: PaymentClient): Payments => {
  const call = (paymentId: string) => ({ params: { paymentId }, idempotencyKey: paymentId, timeoutSeconds });
  const get = (paymentId: string) =>
    client.getPayment({ params: { paymentId }, timeoutSeconds: readSeconds });
  return {
    async start({ id: orderId, shopperId, totalCents }, returnUrl) {
      const body = { orderId, shopperId, amount: euros(totalCents), returnUrl };
      return client
        .createPayment({ body, idempotencyKey: orderId, timeoutSeconds })
        .catch((error: unknown) => {
          throw refusalOf(error);
        });
    },
    refunds: async (paymentId) => refundsOf(await get(paymentId)),
    check: (id) => outcomeOf(async () => ({ paymentStatus: (await get(id)).status }), ["payment-unknown"]),
    capture: (id) =>
      outcomeOf(async () => {
        const payment = await client.capturePayment(call(id));
        return payment.captured.amountCents === payment.amount.amountCents
          ? learnedOf(payment)
          : "payment has not captured the whole amount";
      }, ["payment-ended"]),
    cancel: (id) =>
      outcomeOf(async () => {
        const payment = await client.cancelPayment(call(id));
        return holdsMoney(payment) ? "payment still holds money" : learnedOf(payment);
      }, ["payment-unknown", ...staffSeesToIt]),
    cancelAll: ({ id: orderId, paymentId }) =>
      outcomeOf(async () => {
        const body = { orderId };
        const { payments } = await client.cancelOrderPayments({
          ...{ body, idempotencyKey: orderId, timeoutSeconds },
        });
        if (payments.some(holdsMoney)) return "payment still holds money";
        const atHand = payments.find(({ id }) => id === paymentId);
        return { refunds: atHand && refundsOf(atHand) };
      }, staffSeesToIt),
    refund: (paymentId, { id, amountCents, reason }) =>
      outcomeOf(async () => {
        const body = { amount: euros(amountCents), reason };
        return learnedOf(await client.refundPayment({ ...call(paymentId), body, idempotencyKey: id }));
      }, ["refund-too-large", "refund-refused", "refund-still-owed"]),
  };
};

/** A refusal of the request itself is passed on; an unreachable payment service becomes a retryable refusal. */
const refusalOf = (error: unknown): Refusal => {
  if (!(error instanceof Refusal)) return paymentUnavailable(error);
  if (error.code === "order-ended") return orderNotPayable("cancelled");
  return forTheShopper.has(error.code) ? error : paymentUnavailable(error);
};

const forTheShopper: ReadonlySet<string> = new Set([
  "amount-not-payable",
  "payment-differs",
  "payment-attempts-exhausted",
  "provider-refused",
  "input-invalid",
]);

/** Final: payment keeps it on its list for staff, and the order need not wait for that. */
const staffSeesToIt: readonly string[] = ["refund-refused", "provider-refused"];

const learnedOf = (payment: Payment) => ({ refunds: refundsOf(payment) });

const refundsOf = ({ refunded, refundFailed, refundLost }: Payment): Refunds => ({
  refundedCents: refunded.amountCents,
  failedCents: refundFailed?.amountCents ?? 0,
  lostCents: refundLost?.amountCents ?? 0,
});

/**
 * The reply body, not the HTTP status, says whether a cancellation is complete. A refund that the provider has accepted may take
 * days; if it does not arrive, it goes to staff.
 */
const holdsMoney = ({ status, captured, refunded, onItsWayBack }: Payment): boolean =>
  status === "authorised" || captured.amountCents > refunded.amountCents + (onItsWayBack?.amountCents ?? 0);
