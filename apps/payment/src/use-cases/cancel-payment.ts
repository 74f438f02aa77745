import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { requestCancel } from "../domain/commands.ts";
import { hasEnded, type Payment, pendingCents } from "../domain/payment.ts";
import { providerUnavailable, refundRefused } from "../domain/refusals.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Voids or refunds the payment. The request is written first: from then on the worker continues on its own.
 *
 * @throws Refusal `refund-refused`, `provider-refused` for good; `provider-unavailable` while the provider has not confirmed it
 */
export const cancelPayment = async (
  dependencies: Dependencies,
  input: { paymentId: string; idempotencyKey: string },
): Promise<Payment> => {
  requireKey(input.idempotencyKey, input.paymentId);
  const wanted = await dependencies.payments.change(input.paymentId, (payment) =>
    requestCancel(payment, momentOf(dependencies)),
  );
  return driveToEnd(dependencies, wanted);
};

/** Calls the provider until no money is held. An accepted refund counts as refunded: it may need days. */
export const driveToEnd = async (dependencies: Dependencies, payment: Payment): Promise<Payment> => {
  const driven = await drivePayment(dependencies, payment);
  if (hasEnded(driven) || driven.capturedCents === driven.refundedCents + pendingCents(driven)) return driven;
  if (driven.trouble?.kind === "refund-refused") throw refundRefused(driven.trouble.reason);
  throw providerUnavailable(new Error(`${driven.id} still holds money`));
};
