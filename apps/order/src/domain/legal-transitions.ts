import type { OrderStatus } from "@caravan/contracts";

/** Where an order may go from each status, whatever the reason. */
const legal: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  placed: ["stock-reserved", "cancelled", "expired", "payment-authorised", "payment-failed"],
  "stock-reserved": ["payment-authorised", "payment-failed", "expired", "cancelled"],
  "payment-authorised": ["confirmed", "payment-failed", "cancelled"],
  confirmed: ["dispatched", "delivered", "cancelling", "cancelled", "returned"],
  dispatched: ["delivered", "returned"],
  delivered: ["return-requested", "returned"],
  cancelling: ["cancelled", "confirmed", "dispatched", "delivered", "returned"],
  "return-requested": ["returned"],
  returned: ["refunded"],
  cancelled: [],
  "payment-failed": [],
  expired: [],
  // The bank may fail a refund that it had reported as done.
  refunded: ["returned"],
};

/** Reports whether an order may go there; staying is no move. */
export const isLegal = (from: OrderStatus, to: OrderStatus): boolean =>
  from === to || legal[from].includes(to);
