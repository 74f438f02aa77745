import type { Dependencies } from "../dependencies.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentUnknown } from "../domain/refusals.ts";

export const getPayment = async ({ payments }: Dependencies, paymentId: string): Promise<Payment> => {
  const payment = await payments.find(paymentId);
  if (payment === undefined) throw paymentUnknown(paymentId);
  return payment;
};
