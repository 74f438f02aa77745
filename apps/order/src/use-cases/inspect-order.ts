import type { OrderInspection } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { orderNotThere } from "../domain/refusals.ts";
import { inspectionReply } from "../domain/replies.ts";

/** All of an order, for staff. @throws Refusal `order-unknown` */
export const inspectOrder = async (
  { orders }: Pick<Dependencies, "orders">,
  orderId: string,
): Promise<OrderInspection> => {
  const found = await orders.find(orderId);
  if (found === undefined) throw orderNotThere(orderId);
  return inspectionReply(found.order, found.timeline);
};
