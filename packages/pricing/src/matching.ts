import type { CartLine, Promotion, Shopper } from "./cart.ts";
import { totalOf } from "./list-total.ts";

type Terms = Pick<Promotion, "condition">;

/** Whether a promotion looks at this line. */
export const matches = (
  { condition: { skus, categories } }: Terms,
  { sku, category }: Pick<CartLine, "sku" | "category">,
): boolean =>
  (skus === undefined && categories === undefined) ||
  skus?.includes(sku) === true ||
  (category !== null && categories?.includes(category) === true);

/** Whether a promotion may take something off this article, alone or with others. */
export const concerns = (
  { benefit, condition }: Pick<Promotion, "benefit" | "condition">,
  article: Pick<CartLine, "sku" | "category">,
): boolean =>
  matches({ condition }, article) && (benefit.type !== "bundle" || benefit.skus.includes(article.sku));

/** Why a promotion does not count for this cart, by its condition alone; null when it does. */
export const unmet = (
  { condition }: Terms,
  lines: readonly CartLine[],
  { signedIn, firstOrder }: Shopper,
): "coupon-not-for-you" | "coupon-not-matching" | null => {
  if (condition.audience === "accounts" && !signedIn) return "coupon-not-for-you";
  if (condition.firstOrder && !firstOrder) return "coupon-not-for-you";
  const matching = lines.filter((line) => matches({ condition }, line));
  if (matching.length === 0) return "coupon-not-matching";
  const { minimum } = condition;
  return minimum !== undefined && totalOf(matching) < minimum.amountCents ? "coupon-not-matching" : null;
};

/** Whether a promotion could take something off this cart, whatever its time and limits: others need not be looked at, nor locked. */
export const couldApply = (
  promotion: Pick<Promotion, "condition" | "code">,
  { lines, shopper, codes }: { lines: readonly CartLine[]; shopper: Shopper; codes: readonly string[] },
): boolean =>
  (promotion.code === null || codes.includes(promotion.code)) && unmet(promotion, lines, shopper) === null;
