import type { Dependencies } from "../dependencies.ts";
import { retry } from "../domain/commands.ts";
import type { Payment } from "../domain/payment.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Retries a payment in trouble, for staff.
 *
 * @throws Refusal `payment-unknown`, `provider-refused`, `provider-unavailable`
 */
export const retryPayment = async (
  dependencies: Dependencies,
  { paymentId, idempotencyKey }: { paymentId: string; idempotencyKey: string },
): Promise<Payment> => {
  const wanted = await dependencies.payments.change(paymentId, (payment) =>
    retry(payment, idempotencyKey, momentOf(dependencies)),
  );
  return drivePayment(dependencies, wanted);
};
