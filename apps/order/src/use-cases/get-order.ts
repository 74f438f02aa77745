import type { Order as OrderReply } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { orderUnknown } from "../domain/refusals.ts";
import { orderReply } from "../domain/replies.ts";

/** The shopper's own order. @throws Refusal `order-unknown`, also for somebody else's */
export const getOrder = async (
  { orders }: Pick<Dependencies, "orders">,
  input: { shopperId: string; orderId: string },
): Promise<OrderReply> => {
  const found = await orders.find(input.orderId);
  if (found?.order.shopperId !== input.shopperId) throw orderUnknown(input.orderId);
  return orderReply(found.order, found.timeline);
};
