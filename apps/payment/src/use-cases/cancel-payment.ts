import type { Dependencies } from "../dependencies.ts";
import { requestCancel } from "../domain/commands.ts";
import { hasEnded, type Payment } from "../domain/payment.ts";
import { keyMismatch, providerUnavailable } from "../domain/refusals.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Makes sure that no money stays. The wish is written first: from then on the worker goes on by itself.
 *
 * @throws Refusal `provider-unavailable` while the provider has not confirmed it
 */
export const cancelPayment = async (
  dependencies: Dependencies,
  input: { paymentId: string; idempotencyKey: string },
): Promise<Payment> => {
  if (input.idempotencyKey !== input.paymentId) throw keyMismatch(input.paymentId);
  const wanted = await dependencies.payments.change(input.paymentId, (payment) =>
    requestCancel(payment, momentOf(dependencies)),
  );
  const driven = await drivePayment(dependencies, wanted);
  if (!hasEnded(driven)) throw providerUnavailable(new Error(`${driven.id} still holds money`));
  return driven;
};
