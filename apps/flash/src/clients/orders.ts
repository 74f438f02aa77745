import { euros, type orderSaleRoutes, Refusal, type RefusalKind } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Orders } from "../dependencies.ts";

type OrderClient = Pick<
  Client<typeof orderSaleRoutes>,
  "placeSaleOrder" | "findSaleOrder" | "cancelSaleOrder"
>;

const timeoutSeconds = 8;

/** Refusals that a repetition would get again: the ticket cannot become an order. */
const final: ReadonlySet<RefusalKind> = new Set(["conflict", "unprocessable", "not-found", "forbidden"]);

/** From an order, or a mesh, older than this version: it passes when the roll-out is done. */
const passing: ReadonlySet<string> = new Set(["route-unknown", "idempotency-key-in-progress"]);

/** Order, called through the mesh. The ticket's id is the key, so a ticket makes one order. */
export const openOrders = (client: OrderClient): Orders => ({
  async place({ id: ticketId, saleId }, { allotmentId, sku, priceCents }, shopperId, deliverTo) {
    if (allotmentId === null) return { kind: "unclear" };
    const price = euros(priceCents);
    const body = { ticketId, saleId, allotmentId, shopperId, sku, quantity: 1, price, deliverTo };
    try {
      const { id, payBy } = await client.placeSaleOrder({ body, idempotencyKey: ticketId, timeoutSeconds });
      return { kind: "done", orderId: id, payBy: payBy === null ? null : new Date(payBy) };
    } catch (error) {
      if (error instanceof Refusal && final.has(error.kind) && !passing.has(error.code))
        return { kind: "refused", code: error.code };
      return { kind: "unclear" };
    }
  },

  async cancel(ticketId, reason) {
    const call = { params: { ticketId }, body: { reason }, idempotencyKey: ticketId, timeoutSeconds };
    await client.cancelSaleOrder(call).catch(() => undefined);
  },

  async find(ticketId) {
    try {
      const call = { params: { ticketId }, timeoutSeconds };
      const { orderId, status: reason, payBy, piece } = await client.findSaleOrder(call);
      return { orderId, piece, reason, payBy: payBy === null ? null : new Date(payBy) };
    } catch (error) {
      return error instanceof Refusal && error.code === "order-unknown" ? "none" : undefined;
    }
  },
});
