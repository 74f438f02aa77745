import type { Dependencies } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";

export const getOrder = async (
  { orders }: Dependencies,
  input: { shopperId: string; orderId: string },
): Promise<Order> => {
  const order = await orders.find(input.shopperId, input.orderId);
  if (order === undefined) throw orderUnknown(input.orderId);
  return order;
};
