import type { PromotedOrder } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { orderNotThere } from "../domain/refusals.ts";
import { promotedOrderReply } from "../domain/replies.ts";

/** What an order says of its use of coupons and budgets. @throws Refusal `order-unknown` */
export const findPromotedOrder = async (
  { orders }: Pick<Dependencies, "orders">,
  orderId: string,
): Promise<PromotedOrder> => {
  const found = await orders.find(orderId);
  if (found === undefined) throw orderNotThere(orderId);
  return promotedOrderReply(found.order);
};
