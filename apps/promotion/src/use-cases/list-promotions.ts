import type { GivenCoupon, Offer } from "@caravan/contracts";
import type { Dependencies, Person } from "../dependencies.ts";
import { barredBy, isExhausted, isRunning } from "../domain/promotion.ts";
import { offerReply } from "../replies.ts";

/** The rules that count now, in the order of their application; those that are used up are left out. */
export const listOffers = async ({
  currentRules,
  now,
}: Pick<Dependencies, "currentRules" | "now">): Promise<Offer[]> =>
  (await currentRules()).filter((rule) => isRunning(rule, now()) && !isExhausted(rule)).map(offerReply);

/** The coupons that were given to an account and count now, with the reason for each that it cannot use. */
export const listCoupons = async (
  { promotions, people, now }: Dependencies,
  person: Person,
): Promise<GivenCoupon[]> => {
  const at = now();
  const given = await promotions.givenTo(person.subject, at);
  const facts = await people.facts(person, given);
  return given.flatMap((coupon) => {
    const { code, condition } = coupon;
    const late = condition.firstOrder && !facts.firstOrder ? "coupon-not-for-you" : null;
    const barred = barredBy(coupon, facts, at) ?? late;
    return code === null ? [] : [{ ...offerReply(coupon), code, ...(barred !== null && { barred }) }];
  });
};
