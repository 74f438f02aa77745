import { openFakeShop, signedIn, someLines } from "./fake-shop.ts";

/** What {@link someLines} cost at list prices. */
export const listCents = 3 * 2_099 + 19_900;

/** Asks for the one coupon there is, as a shopper types it. */
export const spring = { codes: ["spring"] };

export const codeOf = async (reply: Response) => [reply.status, (await reply.json()).code];

/** A shop whose shoppers use what promotion gives. */
export const openPromotedShop = (parts: Parameters<typeof openFakeShop>[0] = {}) => {
  const shop = openFakeShop(parts);
  const { state } = shop.callees.promotion;
  const place = (wish: object, who = signedIn(), key?: string) => shop.place(who, someLines, key, wish);
  const usesLeft = () => [...state.uses.values()].filter(({ use }) => use !== "back").length;
  return { ...shop, state, place, usesLeft, asked: shop.callees.asked };
};
