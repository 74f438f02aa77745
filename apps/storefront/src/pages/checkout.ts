import { formatMoney, type Money, type SavedAddress } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { discountOf, type Pricing } from "../use-cases/quotes.ts";
import type { SoldLine } from "../use-cases/show-cart.ts";
import { addressChoice } from "./address-choice.ts";
import type { FormState } from "./fields.ts";
import { type Frame, layout } from "./layout.ts";
import { linesTable } from "./lines.ts";
import { formNotice, type Words } from "./notice.ts";

export interface CheckoutParts extends FormState {
  readonly lines: readonly SoldLine[];
  readonly total: Money;
  readonly pricing: Pricing;
  /** Codes in the cart that are not used, with the reason. */
  readonly unused: readonly string[];
  readonly lineText: string;
  readonly key: string;
  readonly account: boolean;
  /** Undefined when the address book is unreachable. */
  readonly addresses: readonly SavedAddress[] | undefined;
  readonly notice?: Words | undefined;
}

/** Address, lines and total, and the button to order. */
export const checkoutPage = (frame: Frame, parts: CheckoutParts): Fragment => {
  const { lines, total, notice } = parts;
  return layout(frame, {
    title: `${notice === undefined ? "" : `${notice.title} – `}Checkout – Caravan`,
    description: "Order what is in your cart at Caravan.",
    unlisted: true,
    main: html`<div class="wide narrow">
<nav class="trail" aria-label="Where you are"><a href="/cart">Your cart</a></nav>
<h1>Checkout</h1>
${formNotice(notice, "to", parts.errors, Object.keys(parts.errors).length > 0 ? "" : html`<p><a href="/cart">Change your cart</a></p>`)}
${parts.account ? "" : html`<p class="lead">You can order as a guest, or <a href="/sign-in?next=checkout">sign in</a> to use your address book.</p>`}
<form class="form" action="/checkout" method="post">
<input type="hidden" name="key" value="${parts.key}">
<input type="hidden" name="lines" value="${parts.lineText}">
<input type="hidden" name="seenCents" value="${total.amountCents}">
${agreed(parts)}
<fieldset><legend>Delivery address</legend>
${addressChoice({ ...parts, offersToKeep: true })}
</fieldset>
<h2>Your order</h2>
${linesTable(
  lines.map(({ product, quantity, total: sum }) => ({
    ...product,
    productId: product.id,
    quantity,
    total: discounted(sum, discountOf(parts.pricing, product.sku)),
    discount: discountOf(parts.pricing, product.sku),
  })),
  total,
  parts.pricing.quote?.applied,
)}
${unusedCodes(parts)}
<button class="button button-large" type="submit">Order and pay ${formatMoney(total)}</button>
<p class="quiet">You'll pay on your bank's secure page; we never see your card number. Pressing twice places only one order.</p>
</form>
</div>`,
  });
};

const discounted = (sum: Money, { amountCents }: Money): Money => ({
  ...sum,
  amountCents: Math.max(0, sum.amountCents - amountCents),
});

/** The codes that are ordered with, and that the total is agreed: at list prices a new price is shown before the payment instead. */
const agreed = ({ pricing: { quote, codes } }: CheckoutParts): Fragment | "" =>
  quote === undefined || (codes.length === 0 && quote.discount.amountCents === 0)
    ? ""
    : html`<input type="hidden" name="codes" value="${codes.join(" ")}">`;

const unusedCodes = ({ unused, pricing }: CheckoutParts): Fragment | "" => {
  if (unused.length > 0)
    return html`<ul class="notice">${unused.map((words) => html`<li>${words}</li>`)}</ul>`;
  return pricing.quote === undefined
    ? html`<p class="quiet">Discounts cannot be looked up at the moment: this is the list price.</p>`
    : "";
};
