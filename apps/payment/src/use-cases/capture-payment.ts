import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { requestCapture } from "../domain/commands.ts";
import type { Payment } from "../domain/payment.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Takes the authorised amount, once.
 *
 * @throws Refusal `payment-ended` when nothing was and will be taken, `provider-unavailable` when nobody knows yet
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
  // What was given up meanwhile, by us or by the provider, is refused here in the machine's own words.
  requestCapture(driven, momentOf(dependencies));
  return driven;
};
