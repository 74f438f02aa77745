import * as v from "valibot";
import { ProductId, PromotionId, Sku } from "./id.ts";
import { Quantity, ReservationLines } from "./inventory.ts";
import { Money, SomeMoney } from "./money.ts";
import { CategorySlug } from "./product.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText } from "./text.ts";
import { Timestamp } from "./time.ts";
import { Whole } from "./whole.ts";

/** What a shopper types in: letters, digits and hyphens, compared in capitals. */
export const CouponCode = v.pipe(
  v.string(),
  v.trim(),
  v.toUpperCase(),
  v.regex(/^[A-Z0-9][A-Z0-9-]{2,30}[A-Z0-9]$/, "must be a code such as SPRING-10"),
);

/** The codes that one order may name. */
export const CouponCodes = v.pipe(v.array(CouponCode), v.maxLength(5, "must be at most 5 codes"));

const Percent = Whole(1, 100);

/**
 * What a promotion gives. All amounts are rounded down to the cent, in the shop's favour. None makes a price negative, and of an order
 * that costs something at least one cent is left to pay: banks take no payment of nothing.
 */
export const Benefit = v.variant("type", [
  /** So much off the matching lines together. */
  v.strictObject({ type: v.literal("amount"), amount: SomeMoney }),
  /** So much off each matching line. */
  v.strictObject({ type: v.literal("percent"), percent: Percent }),
  /** Of `buy` + `free` matching pieces, the `free` cheapest cost nothing; as often as it fits. */
  v.strictObject({ type: v.literal("buy-get"), buy: Whole(1, 99), free: Whole(1, 99) }),
  /** One of each SKU together for this price; as often as it fits. */
  v.strictObject({
    type: v.literal("bundle"),
    skus: v.pipe(
      v.array(Sku),
      v.minLength(2, "must be at least 2 SKUs"),
      v.maxLength(10, "must be at most 10 SKUs"),
      v.check((skus) => new Set(skus).size === skus.length, "must name each SKU once"),
    ),
    price: SomeMoney,
  }),
  /** Percent off the matching lines by their number of pieces: the highest tier that is reached. */
  v.strictObject({
    type: v.literal("tiers"),
    tiers: v.pipe(
      v.array(v.strictObject({ from: Whole(1, 9999), percent: Percent })),
      v.minLength(1, "must be at least one tier"),
      v.maxLength(10, "must be at most 10 tiers"),
      v.check(
        (tiers) => tiers.every(({ from }, i) => i === 0 || from > (tiers[i - 1]?.from ?? 0)),
        "must rise by `from`",
      ),
    ),
  }),
]);
export type Benefit = v.InferOutput<typeof Benefit>;

/** When a promotion counts. Without `skus` and `categories` every line matches; with either, lines of one of them. */
export const Condition = v.strictObject({
  /** Of the matching lines, before any discount. */
  minimum: v.optional(SomeMoney),
  skus: v.optional(v.pipe(v.array(Sku), v.minLength(1), v.maxLength(50))),
  categories: v.optional(v.pipe(v.array(CategorySlug), v.minLength(1), v.maxLength(20))),
  /** Only for a shopper without a confirmed order, and then once. */
  firstOrder: v.optional(v.boolean(), false),
  /** `accounts`: member prices. */
  audience: v.optional(v.picklist(["everyone", "accounts"]), "everyone"),
});
export type Condition = v.InferOutput<typeof Condition>;

/** A coupon counts for who names its code; one with `onlyGiven` only for the accounts that were given it. A rule counts by itself. */
export const PromotionKind = v.picklist(["coupon", "rule"]);

/** What everyone may know of a promotion. */
export const Offer = v.object({
  id: PromotionId,
  name: v.string(),
  benefit: Benefit,
  condition: Condition,
  /** The higher one is applied first; of equals, the older one. */
  priority: v.number(),
  /** One that does not combine is applied alone, where alone it gives more than the others together. */
  combines: v.boolean(),
  until: Timestamp,
});
export type Offer = v.InferOutput<typeof Offer>;

/** One line of a priced cart. `total` = `price` × `quantity` − `discount`, and never below zero. */
export const QuoteLine = v.object({
  sku: Sku,
  productId: ProductId,
  name: v.string(),
  quantity: v.number(),
  price: Money,
  discount: Money,
  total: Money,
});

/** A promotion that was applied, in words. The `lines` are what it took off each; they add up to `discount`. */
export const Applied = v.object({
  promotionId: PromotionId,
  name: v.string(),
  /** The code that was named; null for a rule. */
  code: v.nullable(v.string()),
  discount: Money,
  why: v.string(),
  lines: v.array(v.object({ sku: Sku, discount: Money })),
});
export type Applied = v.InferOutput<typeof Applied>;

/** Why a code takes nothing off. */
export const CodeRefusal = v.picklist([
  "coupon-unknown",
  "coupon-not-yet",
  "coupon-over",
  "coupon-used",
  "coupon-exhausted",
  "coupon-not-for-you",
  "coupon-not-matching",
  "coupon-not-combinable",
]);
export type CodeRefusal = v.InferOutput<typeof CodeRefusal>;

/** A coupon as the account sees it that it was given to. */
export const GivenCoupon = v.object({
  ...Offer.entries,
  code: v.string(),
  /** Why the account cannot use it; absent when it can. */
  barred: v.optional(CodeRefusal),
});
export type GivenCoupon = v.InferOutput<typeof GivenCoupon>;

/** What a cart costs, and why: `total` = `subtotal` − `discount`, to the cent the sum of the lines. */
export const Quote = v.object({
  lines: v.array(QuoteLine),
  subtotal: Money,
  discount: Money,
  total: Money,
  applied: v.array(Applied),
  /** Codes that take nothing off, with the reason in words. An order with one of them is refused. */
  refused: v.array(v.object({ code: v.string(), reason: CodeRefusal, detail: v.string() })),
});
export type Quote = v.InferOutput<typeof Quote>;

/** Lines to be priced by another service that knows their list prices: each SKU once. */
export const PricedLines = v.pipe(
  v.array(
    v.strictObject({
      sku: Sku,
      productId: ProductId,
      name: OpaqueText(200),
      quantity: Quantity,
      price: Money,
    }),
  ),
  v.minLength(1, "must hold at least one line"),
  v.maxLength(50, "must hold at most 50 lines"),
  v.check((lines) => new Set(lines.map((line) => line.sku)).size === lines.length, "must name each SKU once"),
);

export const promotionRoutes = {
  listOffers: defineRoute({
    id: "listOffers",
    method: "GET",
    path: "/v1/offers",
    summary: "The price rules that count now, in the order of their application.",
    access: "public",
    callers: ["storefront", "order"],
    success: { status: 200, body: v.object({ items: v.array(Offer) }) },
    refusals: [],
  }),
  quoteCart: defineRoute({
    id: "quoteCart",
    method: "POST",
    path: "/v1/quotes",
    summary: "What this cart would cost its shopper now, and why. Nothing is kept.",
    access: "shopper",
    callers: ["storefront"],
    body: v.strictObject({ lines: ReservationLines, codes: v.optional(CouponCodes, []) }),
    success: { status: 200, body: Quote },
    refusals: ["sku-unknown", "total-too-large", "prices-unavailable"],
  }),
  listCoupons: defineRoute({
    id: "listCoupons",
    method: "GET",
    path: "/v1/coupons",
    summary: "The coupons that were given to the account and count now, those that it has used too.",
    access: "account",
    callers: ["storefront"],
    success: { status: 200, body: v.object({ items: v.array(GivenCoupon) }) },
    refusals: [],
  }),
} as const;
