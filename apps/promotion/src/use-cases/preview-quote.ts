import type { Quote } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { Promotion } from "../domain/promotion.ts";
import { promotionUnknown } from "../domain/refusals.ts";
import { type CartAsked, listLines, priceLines } from "./price-cart.ts";

/** What staff asks: a cart, a kind of shopper, and a promotion that is taken to count. */
export interface PreviewAsked extends CartAsked {
  readonly shopper: "guest" | "account";
  readonly firstOrder: boolean;
  readonly including?: string | undefined;
}

/** As if it were active, within its time and its limits. */
const counting = (promotion: Promotion, now: Date): Promotion => ({
  ...promotion,
  ...{ state: "active", startsAt: now, endsAt: new Date(now.getTime() + 1000) },
  ...{ mostUses: null, perPerson: null, budgetCents: null },
});

/** Why a code does not count, as staff may know it: to shoppers a draft is no coupon at all, and a pause has no name. */
const forStaff = (
  refused: Quote["refused"][number],
  promotions: readonly Promotion[],
): Quote["refused"][number] => {
  const found = promotions.find(({ code }) => code === refused.code);
  if (found?.state === "draft")
    return {
      ...{ code: refused.code, reason: "coupon-not-yet" },
      detail: `This coupon is a draft: it counts for no shopper until ${found.id} is activated. Preview it as included by this id to see what it would take off.`,
    };
  if (found?.state !== "paused") return refused;
  return { ...refused, detail: `This coupon is paused: it counts again once ${found.id} is resumed.` };
};

/**
 * What a cart would cost such a shopper. Coupons that are given count as given.
 *
 * @throws Refusal `promotion-unknown`, `sku-unknown`, `total-too-large`, `prices-unavailable`
 */
export const previewQuote = async (
  dependencies: Dependencies,
  { lines, codes, shopper, firstOrder, including }: PreviewAsked,
): Promise<Quote> => {
  const { promotions } = dependencies;
  const now = dependencies.now();
  const included = including === undefined ? undefined : await promotions.find(including);
  if (including !== undefined && included === undefined) throw promotionUnknown(including);
  const named = included?.code == null ? codes : [...new Set([...codes, included.code])];
  const others = [...(await promotions.rules(now)), ...(await promotions.byCodes(named))];
  const all = [
    ...others.filter(({ id }) => id !== including),
    ...(included === undefined ? [] : [counting(included, now)]),
  ];
  const given = new Set(all.map(({ id }) => id));
  const facts = { signedIn: shopper === "account", firstOrder, uses: new Map(), given };
  const priced = priceLines(await listLines(dependencies, lines), named, all, facts, now);
  return { ...priced, refused: priced.refused.map((one) => forStaff(one, all)) };
};
