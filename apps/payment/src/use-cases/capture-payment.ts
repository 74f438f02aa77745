import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { requestCapture } from "../domain/commands.ts";
import type { Payment } from "../domain/payment.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Captures the authorised amount, once.
 *
 * @throws Refusal `payment-ended` when no money was or will be captured, `provider-unavailable` while the outcome is unknown
 */
export const capturePayment = async (
  dependencies: Dependencies,
  input: { paymentId: string; idempotencyKey: string },
): Promise<Payment> => {
  requireKey(input.idempotencyKey, input.paymentId);
  const wanted = await dependencies.payments.change(input.paymentId, (payment) =>
    requestCapture(payment, momentOf(dependencies)),
  );
  const driven = await drivePayment(dependencies, wanted);
  // A payment that was cancelled meanwhile, by us or by the provider, is refused here by the machine.
  requestCapture(driven, momentOf(dependencies));
  return driven;
};
