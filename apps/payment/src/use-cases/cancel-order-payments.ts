import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { requestCancel } from "../domain/commands.ts";
import type { Payment } from "../domain/payment.ts";
import { driveToEnd } from "./cancel-payment.ts";
import { momentOf } from "./moment.ts";

/**
 * Cancels or refunds all payments of the order, now and later. The end of the order is written first, and payments are read
 * after that: so one that is begun at the same time either is among them, or is begun for an ended order.
 *
 * @throws Refusal `refund-refused`, `provider-refused` for good; `provider-unavailable` while one is not confirmed
 */
export const cancelOrderPayments = async (
  dependencies: Dependencies,
  { orderId, idempotencyKey }: { orderId: string; idempotencyKey: string },
): Promise<Payment[]> => {
  requireKey(idempotencyKey, orderId);
  const { payments, now } = dependencies;
  await payments.endOrder(orderId, now());
  const known = await payments.findByOrder(orderId);
  const wanted = await Promise.all(
    known.map(({ id }) => payments.change(id, (payment) => requestCancel(payment, momentOf(dependencies)))),
  );
  const driven = await Promise.allSettled(wanted.map((payment) => driveToEnd(dependencies, payment)));
  return driven.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
};
