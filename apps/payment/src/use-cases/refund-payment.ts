import { noteRefund } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import { requestRefund } from "../domain/commands.ts";
import type { Payment } from "../domain/payment.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Refunds captured money, once per key.
 *
 * @throws Refusal `refund-too-large`, `idempotency-key-reused`; `provider-unavailable` while the outcome is unknown
 */
export const refundPayment = async (
  dependencies: Dependencies,
  input: { paymentId: string; idempotencyKey: string; amountCents: number; reason: string },
): Promise<Payment> => {
  noteRefund();
  const { paymentId, idempotencyKey: key, amountCents, reason } = input;
  const request = (payment: Payment) =>
    requestRefund(payment, { key, amountCents, reason }, momentOf(dependencies));
  const driven = await drivePayment(dependencies, await dependencies.payments.change(paymentId, request));
  // A refund that the provider refused for good is refused here.
  request(driven);
  return driven;
};
