import type { Order as OrderReply, orderSaleRoutes, RouteBody, SaleOrder } from "@caravan/contracts";
import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { noOrderOfTicket } from "../domain/refusals.ts";
import { saleOrderReply } from "../domain/replies.ts";
import type { StoredReply } from "../order-store.ts";
import { commandUnpaidOrder } from "./command-order.ts";
import { placeOrder } from "./place-order.ts";

/** Places the order of a flash sale's ticket: the way of every order, but for the price, the allotment and the limits. */
export const placeSaleOrder = (
  dependencies: Dependencies,
  body: RouteBody<typeof orderSaleRoutes.placeSaleOrder>,
  idempotencyKey: string,
): Promise<StoredReply<OrderReply>> => {
  const { ticketId, saleId, allotmentId, shopperId, sku, quantity, price, deliverTo } = body;
  requireKey(idempotencyKey, ticketId);
  return placeOrder(dependencies, {
    shopper: { subject: shopperId },
    // No shopper's own key has a space: none of theirs can take the place of a ticket's.
    key: `ticket ${ticketId}`,
    lines: [{ sku, quantity }],
    deliverTo,
    ticket: { ticketId, saleId, allotmentId, priceCents: price.amountCents },
  });
};

/** The order of a ticket. @throws Refusal `order-unknown` */
export const findSaleOrder = async ({ orders }: Dependencies, ticketId: string): Promise<SaleOrder> => {
  const orderId = (await orders.findByTicket(ticketId))?.id;
  const found = orderId === undefined ? undefined : await orders.find(orderId);
  if (found === undefined) throw noOrderOfTicket(ticketId);
  return saleOrderReply(found.order, found.timeline);
};

/** Cancels a ticket's order that is not paid. @throws Refusal `order-unknown`, `order-not-cancellable`, `idempotency-key-mismatch` */
export const cancelSaleOrder = async (
  dependencies: Dependencies,
  { ticketId, reason, key }: { readonly ticketId: string; readonly reason: string; readonly key: string },
): Promise<SaleOrder> => {
  requireKey(key, ticketId);
  const order = await dependencies.orders.findByTicket(ticketId);
  if (order === undefined) throw noOrderOfTicket(ticketId);
  await commandUnpaidOrder(dependencies, {
    ...{ route: "cancelSaleOrder", orderId: order.id, key, by: "flash", body: { reason } },
    command: () => ({ kind: "cancel", who: "flash", why: reason }),
  });
  return findSaleOrder(dependencies, ticketId);
};
