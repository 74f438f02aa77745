import { OrderStatus, orderIsUnpaid } from "@caravan/contracts";
import type { OrderLine } from "./order.ts";
import { piecesOf } from "./order.ts";
import { tooMuchUnpaid } from "./refusals.ts";
import type { Limits } from "./saga.ts";

/** Statuses in which goods are held for a shopper who has not paid. */
export const unpaidStatuses = OrderStatus.options.filter(orderIsUnpaid);

/** What a shopper holds without having paid for it. */
export interface Unpaid {
  readonly orders: number;
  readonly pieces: number;
}

/** Bounds the goods that one shopper holds without paying. @throws Refusal `too-much-unpaid` */
export const checkUnpaid = (
  held: Unpaid,
  lines: readonly Pick<OrderLine, "quantity">[],
  limits: Pick<Limits, "mostUnpaidOrders" | "mostUnpaidPieces">,
): void => {
  const pieces = piecesOf(lines);
  const tooMany = held.orders + 1 > limits.mostUnpaidOrders || held.pieces + pieces > limits.mostUnpaidPieces;
  if (tooMany) throw tooMuchUnpaid(held, pieces, limits);
};
