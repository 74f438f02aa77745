import { formatMoney } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { Pricing } from "../use-cases/quotes.ts";
import { discountName, minus } from "./discounts.ts";

interface CodeParts {
  readonly pricing: Pricing;
  readonly codes: readonly string[];
  readonly wrongCode?: string | undefined;
  /** Offers of the coupons that the account was given. */
  readonly coupons?: Fragment | "" | undefined;
}

/** The field for a coupon's code, and what became of each that is in the cart. Part of the cart's form: Enter in it uses the code. */
export const codeFields = ({ pricing, codes, wrongCode, coupons = "" }: CodeParts): Fragment => {
  const marks =
    wrongCode === undefined ? "" : html` value="${wrongCode}" aria-invalid="true" aria-describedby="notice"`;
  return html`<div class="codes">
<div class="code-entry"><label for="code">Code</label>
<input id="code" type="text" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"${marks}>
<button class="quiet-button" name="do" value="set">Use code</button></div>
${codes.length === 0 ? "" : html`<ul class="code-list">${codes.map((code) => codeItem(code, pricing))}</ul>`}
${coupons}</div>`;
};

const codeItem = (code: string, { quote }: Pricing): Fragment => {
  const refused = quote?.refused.find((each) => each.code === code);
  return html`<li><strong>${code}</strong> <span${refused === undefined ? "" : html` class="code-refused"`}>${codeWords(quote !== undefined, refused?.detail)}</span>
<button class="plain-button" name="removeCode" value="${code}" formnovalidate>Remove<span class="unseen"> ${code}</span></button></li>
`;
};

const codeWords = (isQuoted: boolean, refused: string | undefined): string => {
  if (!isQuoted) return "cannot be looked up right now";
  return refused ?? "counts";
};

/** The way from the list prices to the total: each promotion with what it takes off, and why. */
export const cartDiscounts = ({ quote, subtotal }: Pricing): Fragment | "" => {
  if (subtotal === undefined) return "";
  if (quote === undefined)
    return html`<p class="quiet">Discounts cannot be looked up at the moment: these are list prices.</p>`;
  if (quote.applied.length === 0) return "";
  return html`<dl class="sums">
<div><dt>Subtotal</dt><dd>${formatMoney(subtotal)}</dd></div>
${quote.applied.map((each) => html`<div><dt>${discountName(each)} <small>${each.why}</small></dt><dd>${minus(each.discount)}</dd></div>`)}
</dl>`;
};
