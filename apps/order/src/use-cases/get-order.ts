import type { Order as OrderReply } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { orderUnknown } from "../domain/refusals.ts";
import { orderReply } from "../domain/replies.ts";
import type { Person } from "../order-store.ts";
import { asOwner } from "./own-order.ts";

/** The shopper's own order. @throws Refusal `order-unknown`, also for another shopper's; `account-erased` */
export const getOrder = async (
  dependencies: Pick<Dependencies, "orders">,
  { shopper, orderId }: { shopper: Person; orderId: string },
): Promise<OrderReply> => {
  const found = await dependencies.orders.find(orderId);
  if (found === undefined) throw orderUnknown(orderId);
  await asOwner(dependencies, shopper, async (own) => own(found.order));
  return orderReply(found.order, found.timeline);
};
