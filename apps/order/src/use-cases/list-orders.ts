import { decodeCursor, encodeCursor, OrderId, type Order as OrderReply } from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { orderReply } from "../domain/order.ts";

const Position = v.tuple([OrderId]);

/** One page of the shopper's own orders, newest first. */
export const listOrders = async (
  { orders }: Dependencies,
  input: { shopperId: string; cursor: string | undefined; limit: number },
): Promise<{ items: OrderReply[]; nextCursor?: string }> => {
  const [before] = decodeCursor(Position, input.cursor) ?? [];
  const found = await orders.list(input.shopperId, { before, limit: input.limit + 1 });
  const items = found.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(orderReply),
    ...(found.length > items.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};
