import * as v from "valibot";
import { OrderId } from "./id.ts";
import { OrderStatus } from "./order-status.ts";
import { BenefitUse } from "./promotion-uses.ts";
import { defineRoute } from "./route.ts";

/** An order, as far as the keeper of coupons and budgets needs it. */
export const PromotedOrder = v.object({
  orderId: OrderId,
  status: OrderStatus,
  /** What the order's status says of its use: the truth that the promotion follows. */
  use: BenefitUse.entries.status,
});
export type PromotedOrder = v.InferOutput<typeof PromotedOrder>;

export const orderPromotionRoutes = {
  findPromotedOrder: defineRoute({
    id: "findPromotedOrder",
    method: "GET",
    path: "/v1/promoted-orders/:orderId",
    summary: "Tells whether an order still needs what was held for it of coupons and budgets.",
    access: "service",
    callers: ["promotion"],
    params: v.object({ orderId: OrderId }),
    success: { status: 200, body: PromotedOrder },
    refusals: ["order-unknown"],
  }),
} as const;
