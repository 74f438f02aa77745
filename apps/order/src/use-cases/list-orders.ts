import { decodeCursor, encodeCursor, OrderId, type OrderSummary } from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { summaryReply } from "../domain/replies.ts";

const Position = v.tuple([OrderId]);

/** The order before which a page begins. @throws Refusal `cursor-unknown` */
export const positionOf = (cursor: string | undefined): string | undefined =>
  decodeCursor(Position, cursor)?.[0];

/** One page of the orders found, of which there is one more than fits when there is a next page. */
export const pageOf = <T>(
  found: readonly Order[],
  limit: number,
  reply: (order: Order) => T,
): { items: T[]; nextCursor?: string } => {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(reply),
    ...(found.length > shown.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};

/** One page of the shopper's own orders, newest first. */
export const listOrders = async (
  { orders }: Pick<Dependencies, "orders">,
  input: { shopperId: string; cursor: string | undefined; limit: number },
): Promise<{ items: OrderSummary[]; nextCursor?: string }> => {
  const before = positionOf(input.cursor);
  const found = await orders.list(input.shopperId, { before, limit: input.limit + 1 });
  return pageOf(found, input.limit, summaryReply);
};
