import * as v from "valibot";
import { OrderId, ShopperId } from "./id.ts";
import { CouponCodes, PricedLines, Quote } from "./promotion.ts";
import { defineRoute } from "./route.ts";

/**
 * What an order takes of promotions, by try, confirm and cancel: `held` from the try on, `used` once the order's stock is committed, `back`
 * when none of its money stays with us.
 */
export const BenefitUse = v.object({
  orderId: OrderId,
  status: v.picklist(["held", "used", "back"]),
  /** Null for one that was cancelled before it was tried. */
  quote: v.nullable(Quote),
});
export type BenefitUse = v.InferOutput<typeof BenefitUse>;

const UseParams = v.object({ orderId: OrderId });

export const promotionUseRoutes = {
  tryUse: defineRoute({
    id: "tryUse",
    method: "POST",
    path: "/v1/uses",
    summary:
      "Prices an order and holds what it takes of coupons and budgets: all or nothing. The key is the order's id: a repetition returns the same price, one with other lines or codes is refused as `use-differs`, and one after a cancellation as `use-ended`: both need another order's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    body: v.strictObject({
      orderId: OrderId,
      shopperId: ShopperId,
      lines: PricedLines,
      codes: CouponCodes,
    }),
    success: { status: 201, body: BenefitUse },
    refusals: [
      "coupon-refused",
      "use-differs",
      "use-ended",
      "total-too-large",
      "prices-unavailable",
      "account-erased",
      "idempotency-key-mismatch",
    ],
  }),
  confirmUse: defineRoute({
    id: "confirmUse",
    method: "POST",
    path: "/v1/uses/:orderId/confirmation",
    summary: "What was held is used. The key is the order's id: a repetition changes nothing.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: UseParams,
    success: { status: 200, body: BenefitUse },
    refusals: ["use-unknown", "use-ended", "idempotency-key-mismatch"],
  }),
  cancelUse: defineRoute({
    id: "cancelUse",
    method: "POST",
    path: "/v1/uses/:orderId/cancellation",
    summary:
      "Gives back what was held or used. One that was never tried is marked, and a try that comes later is refused. The key is the order's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: UseParams,
    success: { status: 200, body: BenefitUse },
    refusals: ["idempotency-key-mismatch"],
  }),
} as const;
