import { type Benefit, type Condition, euros, formatMoney } from "@caravan/contracts";

/** What people call an article or a category, by its SKU or slug. */
type NameOf = (goods: string) => string;
const asIs: NameOf = (goods) => goods;

/** What a promotion gives, in a few words such as `10 % off`. */
export const benefitInWords = (benefit: Benefit, nameOf: NameOf = asIs): string => {
  switch (benefit.type) {
    case "amount":
      return `${formatMoney(benefit.amount)} off`;
    case "percent":
      return `${benefit.percent} % off`;
    case "buy-get":
      return `${benefit.buy + benefit.free} for the price of ${benefit.buy}`;
    case "bundle":
      return `${benefit.skus.map(nameOf).join(" + ")} together for ${formatMoney(benefit.price)}`;
    case "tiers":
      return benefit.tiers.map(({ from, percent }) => `${percent} % off from ${from} pieces`).join(", ");
  }
};

/** When a promotion counts, as phrases such as `on boots` and `from € 50.00`; empty: always. */
export const conditionInWords = (
  { minimum, skus = [], categories = [], firstOrder, audience }: Condition,
  nameOf: NameOf = asIs,
): string[] => {
  const goods = [...categories, ...skus].map(nameOf);
  return [
    ...(goods.length === 0 ? [] : [`on ${goods.join(", ")}`]),
    ...(minimum === undefined ? [] : [`from ${formatMoney(euros(minimum.amountCents))}`]),
    ...(firstOrder ? ["for your first order"] : []),
    ...(audience === "accounts" ? ["for members"] : []),
  ];
};
