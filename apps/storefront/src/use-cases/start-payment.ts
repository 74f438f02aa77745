import type { OrderClient } from "../clients/order.ts";
import { paymentPageForeign } from "../domain/refusals.ts";

/** What is left of the ingress's 10 s once the order is placed. */
const timeoutSeconds = 3.5;

/**
 * Begins the payment of an order, or finds the one begun. Returns the bank's page, or undefined when nothing is to be
 * confirmed any more.
 */
export const startPayment = async (
  { orders, paymentPageOrigin }: { orders: OrderClient; paymentPageOrigin: string },
  order: { readonly orderId: string; readonly returnUrl: string; readonly idempotencyKey: string },
): Promise<string | undefined> => {
  const { confirmationUrl } = await orders.startPayment({
    params: { orderId: order.orderId },
    body: { returnUrl: order.returnUrl },
    idempotencyKey: order.idempotencyKey,
    timeoutSeconds,
  });
  if (confirmationUrl === null) return undefined;
  const origin = URL.canParse(confirmationUrl) ? new URL(confirmationUrl).origin : "an unreadable address";
  if (origin !== paymentPageOrigin) throw paymentPageForeign(origin);
  return confirmationUrl;
};
