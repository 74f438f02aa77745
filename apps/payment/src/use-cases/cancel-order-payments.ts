import type { Dependencies } from "../dependencies.ts";
import type { Payment } from "../domain/payment.ts";
import { keyMismatch } from "../domain/refusals.ts";
import { cancelPayment } from "./cancel-payment.ts";

/** Makes sure that no payment of the order keeps money. @throws Refusal `provider-unavailable`, like {@link cancelPayment} */
export const cancelOrderPayments = async (
  dependencies: Dependencies,
  { orderId, idempotencyKey }: { orderId: string; idempotencyKey: string },
): Promise<Payment[]> => {
  if (idempotencyKey !== orderId) throw keyMismatch(orderId);
  const known = await dependencies.payments.findByOrder(orderId);
  if (known === undefined) return [];
  return [await cancelPayment(dependencies, { paymentId: known.id, idempotencyKey: known.id })];
};
