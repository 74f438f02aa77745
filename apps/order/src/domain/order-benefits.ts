import type { BenefitUse } from "@caravan/contracts";

/** What a promotion took off an order. */
export interface AppliedBenefit {
  readonly promotionId: string;
  readonly name: string;
  /** The code that was named; null for a rule and for a coupon that was given. */
  readonly code: string | null;
  readonly discountCents: number;
}

/** What an order takes of coupons and budgets. */
export interface Benefits {
  /** As far as the order's own steps have brought it: tried, confirmed, or cancelled. */
  readonly use: BenefitUse["status"];
  readonly applied: readonly AppliedBenefit[];
}
