import type { OrderStatus } from "@caravan/contracts";

/** The statuses that may follow each status. */
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

/** Reports whether the transition is legal; staying in a status always is. */
export const isLegal = (from: OrderStatus, to: OrderStatus): boolean =>
  from === to || legal[from].includes(to);
