import type { GivenCoupon } from "@caravan/contracts";
import type { PromotionClient } from "../clients/promotion.ts";
import type { AskUnlessAway } from "./ask-unless-away.ts";

/** Coupons that staff gave to accounts. */
export interface Coupons {
  /** Those of the account that this request is from, used ones too. Never rejects; undefined when promotion does not answer. */
  given(): Promise<readonly GivenCoupon[] | undefined>;
}

const timeoutSeconds = 1;

export const createCoupons = (
  client: Pick<PromotionClient, "listCoupons">,
  askPromotion: AskUnlessAway,
): Coupons => ({
  given: async () =>
    (await askPromotion("coupons unknown", () => client.listCoupons({ timeoutSeconds })))?.items,
});
