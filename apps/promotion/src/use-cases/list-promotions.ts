import type { Offer } from "@caravan/contracts";
import type { Dependencies, Person } from "../dependencies.ts";
import { barredBy, isExhausted, isRunning } from "../domain/promotion.ts";
import { offerReply } from "../replies.ts";

/** The rules that count now, in the order of their application; those that are used up are left out. */
export const listOffers = async ({ currentRules, now }: Dependencies): Promise<Offer[]> =>
  (await currentRules()).filter((rule) => isRunning(rule, now()) && !isExhausted(rule)).map(offerReply);

/** The coupons that were given to an account and that it can use now. */
export const listCoupons = async (
  { promotions, people, now }: Dependencies,
  person: Person,
): Promise<(Offer & { readonly code: string })[]> => {
  const at = now();
  const given = await promotions.givenTo(person.subject, at);
  const facts = await people.facts(person, given);
  return given.flatMap((coupon) => {
    const { code } = coupon;
    return code !== null && barredBy(coupon, facts, at) === null ? [{ ...offerReply(coupon), code }] : [];
  });
};
