import type { GivenCoupon } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { benefitInWords, conditionInWords } from "@caravan/pricing";
import { html } from "hono/html";
import { endWords, goodsName } from "./discount-words.ts";
import type { Frame } from "./layout.ts";

interface CouponParts extends Frame {
  readonly moments: Moments;
}

/** What it takes off, for what, and until when. */
const terms = (coupon: GivenCoupon, parts: CouponParts): Fragment => {
  const { benefit, condition } = coupon;
  const nameOf = goodsName(parts);
  const words = [benefitInWords(benefit, nameOf), ...conditionInWords(condition, nameOf)].join(" ");
  return html`${words}${endWords(coupon, parts.moments)}`;
};

const stateWords = ({ barred }: GivenCoupon): string => {
  if (barred === undefined) return "can be used";
  if (barred === "coupon-used") return "used";
  return barred === "coupon-exhausted" ? "used up by others" : "not for you any more";
};

/** The coupons of an account; undefined when they cannot be looked up. */
export const couponList = (coupons: readonly GivenCoupon[] | undefined, parts: CouponParts): Fragment => {
  if (coupons === undefined)
    return html`<p class="quiet">Your coupons cannot be looked up right now. Open this page again shortly.</p>`;
  if (coupons.length === 0) return html`<p class="quiet">You have no coupons at the moment.</p>`;
  return html`<ul class="book">${coupons.map(
    (
      coupon,
    ) => html`<li><p><strong>${coupon.name}</strong> (${coupon.code})<br>${terms(coupon, parts)}</p><span class="status">${stateWords(coupon)}</span></li>
`,
  )}</ul>
<p>Your <a href="/cart">cart</a> offers those that you can use.</p>`;
};

/** Those that are not in the cart yet, each with its button. Part of the cart's form. */
export const couponOffers = (
  coupons: readonly GivenCoupon[],
  codes: readonly string[],
  parts: CouponParts,
): Fragment | "" => {
  const offered = coupons.filter(({ code, barred }) => barred === undefined && !codes.includes(code));
  if (offered.length === 0) return "";
  return html`<p id="coupons">Given to your account:</p>
<ul class="code-list" aria-labelledby="coupons">${offered.map(
    (coupon) => html`<li><strong>${coupon.name}</strong> ${terms(coupon, parts)}
<button class="quiet-button small-button" name="useCode" value="${coupon.code}" formnovalidate>Use coupon<span class="unseen"> ${coupon.name}</span></button></li>
`,
  )}</ul>`;
};
