import * as v from "valibot";
import { PostalAddress } from "./address.ts";
import { AllotmentId, OrderId, SaleId, ShopperId, Sku, TicketId } from "./id.ts";
import { Quantity } from "./inventory.ts";
import { Money } from "./money.ts";
import { OrderStatus } from "./order-status.ts";
import { Order } from "./placed-order.ts";
import { defineRoute } from "./route.ts";
import { StaffReason } from "./text.ts";
import { Timestamp } from "./time.ts";

/** How long an order waits for its payment, in seconds: a sale's terms may give less time, and not more. */
export const mostPaySeconds = 900;

/** The order of a ticket, as far as a reconciler needs it. */
export const SaleOrder = v.object({
  orderId: OrderId,
  status: OrderStatus,
  /** Until when it must be paid; null when nothing is to be paid any more. */
  payBy: v.nullable(Timestamp),
  /** `sold`: it was confirmed at some time, whatever became of it since; `back`: given back without that, for others to have. */
  piece: v.picklist(["held", "sold", "back"]),
});
export type SaleOrder = v.InferOutput<typeof SaleOrder>;

export const orderSaleRoutes = {
  placeSaleOrder: defineRoute({
    id: "placeSaleOrder",
    method: "POST",
    path: "/v1/sale-orders",
    summary:
      "Places the order of a flash sale's ticket, at the sale's price and from the sale's allotment. The key is the ticket's id: a repetition returns the same order. The limits of unpaid orders do not apply.",
    access: "service",
    callers: ["flash"],
    idempotent: true,
    body: v.strictObject({
      ticketId: TicketId,
      saleId: SaleId,
      allotmentId: AllotmentId,
      /** An order of a guest who has joined an account belongs to the account. */
      shopperId: ShopperId,
      sku: Sku,
      quantity: Quantity,
      /** Of one piece. */
      price: Money,
      deliverTo: PostalAddress,
    }),
    success: { status: 201, body: Order },
    refusals: [
      "out-of-stock",
      "sku-unknown",
      "allotment-unknown",
      "allotment-differs",
      "total-too-large",
      "prices-unavailable",
      "account-erased",
      "idempotency-key-mismatch",
    ],
  }),
  findSaleOrder: defineRoute({
    id: "findSaleOrder",
    method: "GET",
    path: "/v1/sale-orders/:ticketId",
    summary: "Finds the order of a flash sale's ticket.",
    access: "service",
    callers: ["flash"],
    params: v.object({ ticketId: TicketId }),
    success: { status: 200, body: SaleOrder },
    refusals: ["order-unknown"],
  }),
  cancelSaleOrder: defineRoute({
    id: "cancelSaleOrder",
    method: "POST",
    path: "/v1/sale-orders/:ticketId/cancellation",
    summary:
      "Cancels the order of a flash sale's ticket as long as no money is held for it. The key is the ticket's id: a repetition changes nothing.",
    access: "service",
    callers: ["flash"],
    idempotent: true,
    params: v.object({ ticketId: TicketId }),
    body: v.strictObject({ reason: StaffReason }),
    success: { status: 200, body: SaleOrder },
    refusals: ["order-unknown", "order-not-cancellable", "idempotency-key-mismatch"],
  }),
} as const;
