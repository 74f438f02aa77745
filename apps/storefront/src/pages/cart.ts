import { formatMoney } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { maximumQuantity } from "../domain/cart.ts";
import { discountOf, type Pricing } from "../use-cases/quotes.ts";
import { isSold, type ShownCart, type ShownLine } from "../use-cases/show-cart.ts";
import type { FreePieces } from "../use-cases/stock.ts";
import { cartDiscounts, codeFields } from "./cart-codes.ts";
import { lineDiscount } from "./discounts.ts";
import { restingTent } from "./drawings.ts";
import { type Frame, layout } from "./layout.ts";
import { noticeBox, type Words } from "./notice.ts";

export interface CartParts {
  readonly cart: ShownCart;
  /** Free pieces by SKU; unknown figures are left out. */
  readonly free: ReadonlyMap<string, number>;
  readonly pricing: Pricing;
  /** The codes in the cart. */
  readonly codes: readonly string[];
  /** Offers of the coupons that the account was given. */
  readonly coupons: Fragment | "";
  /** Typed for a code, and refused. */
  readonly wrongCode?: string | undefined;
  readonly notice?: Words | undefined;
  /** Invalid input of quantity fields, by product. */
  readonly wrong?: ReadonlyMap<string, string>;
  /** The notice of an order that waits for payment. */
  readonly waiting?: Fragment | "";
}

/** The contents of the cart, at current prices. */
export const cartPage = (frame: Frame, parts: CartParts): Fragment =>
  layout(frame, {
    title: `${parts.notice === undefined ? "" : `${parts.notice.title} – `}Your cart – Caravan`,
    description: "Your cart at Caravan.",
    path: "/cart",
    unlisted: true,
    main: html`<div class="wide narrow">
<h1>Your cart</h1>
${noticeBox(parts.notice)}
${parts.waiting ?? ""}
${parts.cart.lines.length === 0 ? emptyCart : filledCart(parts)}
</div>`,
  });

const emptyCart = html`<div class="empty">${restingTent}<p>There is nothing in it yet.</p><p><a class="button" href="/">Shop all</a></p></div>`;

/** One form round all lines, so that no button drops a quantity that was typed. Enter in a field presses its first button. */
const filledCart = (parts: CartParts): Fragment => {
  const { lines } = parts.cart;
  const { total } = parts.pricing;
  const canBuy = total !== undefined && lines.some(isSold);
  return html`<form action="/cart" method="post">
<button class="unseen" name="do" value="set" tabindex="-1" aria-hidden="true">Update</button>
<ul class="cart">
${lines.map((line, index) => cartLine(line, index, parts))}</ul>
${codeFields(parts)}
<div class="cart-end">
${cartDiscounts(parts.pricing)}
<p class="cart-total"><span>Total</span> <strong>${total === undefined ? "not known right now" : formatMoney(total)}</strong></p>
<p class="quiet">${total === undefined ? "We cannot look up all prices at the moment. Open the cart again shortly." : "VAT included. Items are reserved when you order."}</p>
<p class="ways">${canBuy ? html`<button class="button button-large" name="do" value="checkout">Go to checkout</button>` : ""}<button class="quiet-button" name="do" value="set">Update quantities</button><a href="/">Continue shopping</a></p>
</div>
</form>`;
};

const cartLine = (line: ShownLine, index: number, { free, wrong, pricing }: CartParts): Fragment => {
  if (!isSold(line))
    return html`<li class="cart-line"><div class="cart-picture"></div>
<div class="cart-words"><h2>${line.state === "gone" ? "An item we no longer sell" : "An item we cannot look up right now"}</h2>
<p class="quiet">${line.quantity} in your cart${line.state === "gone" ? ". It will not be ordered." : ""}</p></div>
<div class="cart-form">${removeButton(line.productId, "it")}</div></li>
`;
  const { product } = line;
  const id = `quantity-${index + 1}`;
  const typed = wrong?.get(line.productId);
  const isFirst = typed !== undefined && [...(wrong?.keys() ?? [])][0] === line.productId;
  const marks =
    typed === undefined
      ? ""
      : html` aria-invalid="true" aria-describedby="notice"${isFirst ? html` autofocus` : ""}`;
  return html`<li class="cart-line"><img class="cart-picture" src="${product.picture}" alt="" width="120" height="90" loading="lazy">
<div class="cart-words"><h2><a href="/products/${product.id}">${product.name}</a></h2>
<p class="quiet">${formatMoney(product.price)} each</p>${fewWords(free.get(product.sku), line.quantity)}</div>
<div class="cart-form">
<label class="unseen" for="${id}">Quantity of ${product.name}</label>
<input id="${id}" type="number" name="quantity.${product.id}" value="${typed ?? line.quantity}" min="1" max="${maximumQuantity}" step="1" inputmode="numeric" required${marks}>
${removeButton(product.id, product.name)}</div>
<p class="price">${formatMoney(line.total)}${lineDiscount(discountOf(pricing, product.sku))}</p></li>
`;
};

const removeButton = (productId: string, name: string): Fragment =>
  html`<button class="plain-button" name="remove" value="${productId}" formnovalidate>Remove<span class="unseen"> ${name}</span></button>`;

/** Shown only when stock is short for this line, or soon may be. */
const fewWords = (free: FreePieces, quantity: number): Fragment | "" => {
  if (free === undefined || free >= quantity + 3) return "";
  if (free === 0) return html`<p class="stock-none"><strong>Sold out</strong></p>`;
  return html`<p class="stock-few"><strong>Only ${free} left</strong></p>`;
};
