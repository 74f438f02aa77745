import type { Quote } from "@caravan/contracts";
import type { Words } from "../pages/notice.ts";

/** What promotions make the shop say. */
export const promotionNotices: Readonly<Record<string, Words>> = {
  "coupon-refused": {
    title: "A code cannot be used",
    detail: "Nothing was ordered. The total below is without it.",
  },
  "price-changed": {
    title: "The price has changed",
    detail: "Nothing was ordered. Please look at the new total below.",
  },
  "promotion-unavailable": {
    title: "Discounts cannot be looked up right now",
    detail: "Nothing was ordered. Try again in a moment, or order at the price below.",
  },
  "too-many-codes": {
    title: "That is one code too many",
    detail: "An order takes at most five. Remove one first.",
  },
};

/** What was typed is no code. */
export const codeWrong: Words = {
  title: "Please check the code",
  detail: "A code is 4 to 32 letters, digits and hyphens, such as SPRING-10.",
};

/** What was typed takes nothing off this cart, with the reasons; it is not kept. */
export const codesRefused = (refused: Quote["refused"]): Words => ({
  title: "A code cannot be used",
  detail: "It was not put into your cart.",
  items: refused.map(({ code, detail }) => `${code}: ${detail}`),
});
