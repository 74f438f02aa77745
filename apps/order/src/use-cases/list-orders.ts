import { decodeCursor, encodeCursor, OrderId, type OrderSummary } from "@caravan/contracts";
import { accountErased } from "@caravan/database";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { summaryReply } from "../domain/replies.ts";
import type { Person } from "../order-store.ts";
import { identitiesNow } from "./own-order.ts";

const Position = v.tuple([OrderId]);

/** The order before which a page begins. @throws Refusal `cursor-unknown` */
export const positionOf = (cursor: string | undefined): string | undefined =>
  decodeCursor(Position, cursor)?.[0];

/** Most lines on one page, each a kilobyte at worst: callers accept a megabyte. */
const mostLines = 500;

/**
 * One page of the orders found; one more than fits means that there is a next page. A page of long orders ends early,
 * but holds at least one order.
 */
export const pageOf = <T>(
  found: readonly Order[],
  limit: number,
  reply: (order: Order) => T,
): { items: T[]; nextCursor?: string } => {
  let lines = 0;
  const fits = ({ lines: { length } }: Order) => {
    lines += length;
    return lines <= mostLines || lines === length;
  };
  const tooLong = found.findIndex((order) => !fits(order));
  const shown = found.slice(0, tooLong < 0 ? limit : Math.min(limit, tooLong));
  const last = shown.at(-1);
  return {
    items: shown.map(reply),
    ...(found.length > shown.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};

/** One page of the shopper's own orders, newest first. @throws Refusal `cursor-unknown`, `account-erased` */
export const listOrders = async (
  dependencies: Pick<Dependencies, "orders">,
  input: { shopper: Person; cursor: string | undefined; limit: number },
): Promise<{ items: OrderSummary[]; nextCursor?: string }> => {
  const before = positionOf(input.cursor);
  const found = await dependencies.orders.list(await identitiesNow(dependencies, input.shopper), {
    before,
    limit: input.limit + 1,
  });
  if (found.some(({ forgottenAt }) => forgottenAt !== null)) throw accountErased();
  return pageOf(found, input.limit, summaryReply);
};
