import { euros, type Payment, type paymentRoutes } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Payments } from "../dependencies.ts";
import { paymentUnavailable } from "../domain/refusals.ts";
import { outcomeOf } from "./outcome.ts";

type PaymentClient = Pick<
  Client<typeof paymentRoutes>,
  "createPayment" | "getPayment" | "capturePayment" | "cancelPayment" | "refundPayment"
>;

/** Payment asks the bank, which takes its time. */
const timeoutSeconds = 10;
const readSeconds = 5;

/** Payment, called through the mesh. The order's id is the key of its payment, the payment's id that of all that follows. */
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
          throw paymentUnavailable(error);
        });
    },
    get,
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
      }, ["payment-unknown"]),
    refund: (paymentId, { id, amountCents, reason }) =>
      outcomeOf(async () => {
        const body = { amount: euros(amountCents), reason };
        return learnedOf(await client.refundPayment({ ...call(paymentId), body, idempotencyKey: id }));
      }, ["refund-too-large"]),
  };
};

const learnedOf = ({ refunded }: Payment) => ({ refundedCents: refunded.amountCents });

/** The reply, not the status line, says whether a cancellation came to its end. */
const holdsMoney = ({ status, captured, refunded }: Payment): boolean =>
  status === "authorised" || captured.amountCents > refunded.amountCents;
