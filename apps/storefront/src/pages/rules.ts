import { formatMoney, type Offer, type Product, type ProductSummary } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { benefitInWords, conditionInWords, quote } from "@caravan/pricing";
import { html } from "hono/html";
import { endWords, goodsName } from "./discount-words.ts";
import type { Frame } from "./layout.ts";

/** The price rules for one article. */
export interface RuleParts {
  readonly rules: readonly Offer[];
  /** What bundles sell with it, by SKU; goods that cannot be looked up are left out. */
  readonly bundled: ReadonlyMap<string, Pick<ProductSummary, "id" | "name">>;
  readonly moments: Moments;
}

/** The rules in words, in the order of their application; nothing without any. */
export const ruleList = (product: Product, parts: RuleParts, frame: Frame): Fragment | "" => {
  const nameOf = goodsName(frame);
  const { rules, moments } = parts;
  if (rules.length === 0) return "";
  return html`<ul class="rules" aria-label="Discounts">${rules.map(
    (
      rule,
    ) => html`<li><strong>${rule.name}:</strong> ${gives(rule, product, parts)}${conditionWords(rule, product, nameOf)}${endWords(rule, moments)}${memberPrice(rule, product)}</li>
`,
  )}</ul>`;
};

const gives = ({ benefit }: Offer, { sku }: Product, { bundled }: RuleParts): Fragment | string => {
  if (benefit.type !== "bundle") return benefitInWords(benefit);
  const others = benefit.skus.filter((other) => other !== sku);
  return html`together with ${others.map((other, i) => html`${i === 0 ? "" : " and "}${linked(other, bundled.get(other))}`)} for ${formatMoney(benefit.price)}`;
};

const linked = (sku: string, found: Pick<ProductSummary, "id" | "name"> | undefined): Fragment | string =>
  found === undefined ? sku : html`<a href="/products/${found.id}">${found.name}</a>`;

/** The conditions, as they look from this article: others that it shares a rule with are not listed, and a bundle has named them. */
const conditionWords = (
  { benefit, condition: { categories, skus = [], ...general } }: Offer,
  { sku }: Product,
  nameOf: (goods: string) => string,
): string => {
  const these = skus.length === 1 ? "this item" : "this and other items";
  const own = skus.includes(sku) ? these : "other items";
  const goods = benefit.type === "bundle" ? {} : { categories, ...(skus.length > 0 && { skus: [sku] }) };
  const words = conditionInWords({ ...general, ...goods }, (one) => (one === sku ? own : nameOf(one)));
  return words.map((each) => ` ${each}`).join("");
};

/** What one piece costs an account by a rule for accounts. */
const memberPrice = (rule: Offer, { sku, id, name, price, category }: Product): Fragment | "" => {
  if (rule.condition.audience !== "accounts") return "";
  const { discount, total } = quote({
    lines: [{ ...{ sku, name, category, productId: id }, quantity: 1, priceCents: price.amountCents }],
    promotions: [{ ...rule, code: null, barred: null, budgetLeftCents: null }],
    ...{ codes: [], shopper: { signedIn: true, firstOrder: true } },
  });
  return discount.amountCents === 0 ? "" : html`. <strong>Member price ${formatMoney(total)}</strong>`;
};
