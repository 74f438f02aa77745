import type { Dependencies } from "../dependencies.ts";
import { observe } from "../domain/observe.ts";
import { begin, type Payment } from "../domain/payment.ts";
import { keyMismatch, paymentDiffers, paymentUnknown } from "../domain/refusals.ts";
import { momentOf } from "./moment.ts";

/** Begins the payment of an order, once: the row is written first, so whatever the provider's reply is, it is found again. */
export const createPayment = async (
  dependencies: Dependencies,
  input: { orderId: string; amountCents: number; returnUrl: string; idempotencyKey: string },
): Promise<Payment> => {
  const { payments, provider } = dependencies;
  const { idempotencyKey, ...wanted } = input;
  if (idempotencyKey !== wanted.orderId) throw keyMismatch(wanted.orderId);
  const fresh = begin({ id: dependencies.newPaymentId(), ...wanted }, momentOf(dependencies));
  const payment = (await payments.insert(fresh)) ? fresh : await payments.findByOrder(wanted.orderId);
  if (payment === undefined) throw paymentUnknown(fresh.id);
  if (payment.amountCents !== wanted.amountCents) throw paymentDiffers(payment.id, ["amount"]);
  if (payment.intentId !== null || payment.cancelRequested) return payment;
  const seen = await provider.create(payment);
  return payments.change(payment.id, (known) => observe(known, seen, momentOf(dependencies)));
};
