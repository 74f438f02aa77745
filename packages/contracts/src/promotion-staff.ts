import * as v from "valibot";
import { PromotionId, UserId } from "./id.ts";
import { ReservationLines } from "./inventory.ts";
import { Money, SomeMoney } from "./money.ts";
import { Benefit, Condition, CouponCode, CouponCodes, Offer, PromotionKind, Quote } from "./promotion.ts";
import { defineRoute } from "./route.ts";
import { StaffHistory, staffCommands } from "./staff-command.ts";
import { StaffReason, Text } from "./text.ts";
import { Moment, Timestamp } from "./time.ts";
import { Whole } from "./whole.ts";

/** Where a promotion is. An `active` one counts between `from` and `until`; what is held of it stays good after any change. */
export const PromotionState = v.picklist(["draft", "active", "paused", "ended"]);
export type PromotionState = v.InferOutput<typeof PromotionState>;

/** Accounts that are given a coupon by one command. */
const mostGifts = 100;

/** What a promotion may cost; absent: no limit. */
const Limits = v.strictObject({
  /** Orders in all. */
  uses: v.optional(Whole(1, 1_000_000_000)),
  /** Orders of one shopper. */
  perPerson: v.optional(Whole(1, 10_000)),
  /** What it takes off in all. It is never overdrawn: an order whose discount does not fit into the rest gets none. */
  budget: v.optional(SomeMoney),
});

const terms = {
  /** What shoppers read. */
  name: Text(80),
  benefit: Benefit,
  condition: v.optional(Condition, {}),
  priority: v.optional(Whole(0, 1000), 100),
  combines: v.optional(v.boolean(), true),
  from: Moment,
  until: Moment,
  limits: v.optional(Limits, {}),
};

/** A promotion's terms, as staff writes them. They never change: end it and create another. */
export const PromotionTerms = v.pipe(
  v.variant("kind", [
    v.strictObject({
      kind: v.literal("coupon"),
      ...terms,
      code: CouponCode,
      /** Only for accounts that were given it. */
      onlyGiven: v.optional(v.boolean(), false),
    }),
    v.strictObject({ kind: v.literal("rule"), ...terms }),
  ]),
  v.forward(
    v.check(({ from, until }) => Date.parse(from) < Date.parse(until), "must be later than from"),
    ["until"],
  ),
);
export type PromotionTerms = v.InferOutput<typeof PromotionTerms>;

/** A promotion as staff sees it: terms, figures, and who did what, when and why. */
export const PromotionFile = v.object({
  ...Offer.entries,
  kind: PromotionKind,
  state: PromotionState,
  /** Null for a rule. */
  code: v.nullable(v.string()),
  onlyGiven: v.boolean(),
  from: Timestamp,
  limits: v.object({
    uses: v.nullable(v.number()),
    perPerson: v.nullable(v.number()),
    budget: v.nullable(Money),
  }),
  /** Orders that hold or have used it, what it takes off them, and what is left of its budget. */
  figures: v.object({
    held: v.number(),
    used: v.number(),
    heldDiscount: Money,
    usedDiscount: Money,
    budgetLeft: v.nullable(Money),
  }),
  history: StaffHistory,
});
export type PromotionFile = v.InferOutput<typeof PromotionFile>;

const PromotionParams = v.object({ promotionId: PromotionId });
const command = staffCommands({
  place: "promotions/:promotionId",
  params: PromotionParams,
  file: PromotionFile,
  unknown: "promotion-unknown",
});

export const promotionStaffRoutes = {
  createPromotion: defineRoute({
    id: "createPromotion",
    method: "POST",
    path: "/v1/staff/promotions",
    summary: "Writes down a coupon or a price rule as a draft that counts for no shopper.",
    access: "staff",
    idempotent: true,
    body: v.strictObject({ terms: PromotionTerms, reason: StaffReason }),
    success: { status: 201, body: PromotionFile },
    refusals: ["code-taken", "terms-impossible", "catalogue-unavailable"],
  }),
  listPromotions: defineRoute({
    id: "listPromotions",
    method: "GET",
    path: "/v1/staff/promotions",
    summary: "The last hundred promotions, newest first.",
    access: "staff",
    success: { status: 200, body: v.object({ items: v.array(PromotionFile) }) },
    refusals: [],
  }),
  inspectPromotion: defineRoute({
    id: "inspectPromotion",
    method: "GET",
    path: "/v1/staff/promotions/:promotionId",
    summary: "Shows one promotion with its figures and history.",
    access: "staff",
    params: PromotionParams,
    success: { status: 200, body: PromotionFile },
    refusals: ["promotion-unknown"],
  }),
  activatePromotion: command("activatePromotion", "activate", "Lets a draft count within its time.", [
    "promotion-not-a-draft",
    "promotion-over",
    "too-many-rules",
  ]),
  pausePromotion: command("pausePromotion", "pause", "Lets it count for no new order until it is resumed.", [
    "promotion-not-active",
  ]),
  resumePromotion: command("resumePromotion", "resume", "Lets it count again after a pause.", [
    "promotion-not-paused",
    "promotion-over",
    "too-many-rules",
  ]),
  endPromotion: command("endPromotion", "end", "Ends it for good; what orders hold of it stays good.", []),
  giveCoupon: defineRoute({
    id: "giveCoupon",
    method: "POST",
    path: "/v1/staff/promotions/:promotionId/grants",
    summary: "Gives a coupon to accounts: they find it among their coupons. Given twice is given once.",
    access: "staff",
    idempotent: true,
    params: PromotionParams,
    body: v.strictObject({
      accounts: v.pipe(
        v.array(UserId),
        v.minLength(1, "must name at least one account"),
        v.maxLength(mostGifts, `must name at most ${mostGifts} accounts`),
      ),
      reason: StaffReason,
    }),
    success: { status: 200, body: PromotionFile },
    refusals: [
      "promotion-unknown",
      "not-a-coupon",
      "promotion-ended",
      "promotion-over",
      "account-unknown",
      "accounts-unavailable",
    ],
  }),
  previewQuote: defineRoute({
    id: "previewQuote",
    method: "POST",
    path: "/v1/staff/quotes",
    summary:
      "What a cart would cost such a shopper, also with a draft that does not count yet. Nothing is kept.",
    access: "staff",
    body: v.strictObject({
      lines: ReservationLines,
      codes: v.optional(CouponCodes, []),
      /** Who asks: a guest, or an account. */
      shopper: v.optional(v.picklist(["guest", "account"]), "guest"),
      /** The shopper has no confirmed order yet. */
      firstOrder: v.optional(v.boolean(), false),
      /** A promotion that is taken to count, whatever its state, time and limits. */
      including: v.optional(PromotionId),
    }),
    success: { status: 200, body: Quote },
    refusals: ["promotion-unknown", "sku-unknown", "total-too-large", "prices-unavailable"],
  }),
} as const;
