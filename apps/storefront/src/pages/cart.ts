import { formatMoney } from "@caravan/contracts";
import { html } from "hono/html";
import { maximumQuantity } from "../domain/cart.ts";
import { isSold, type ShownCart, type ShownLine } from "../use-cases/show-cart.ts";
import { restingTent } from "./drawings.ts";
import { type Fragment, type Frame, layout } from "./layout.ts";
import { noticeBox } from "./notice.ts";
import type { QuantityNotice } from "./product.ts";

export type CartNotice = QuantityNotice & { readonly productId: string };

/** What is in the cart, at the prices of now. */
export const cartPage = (frame: Frame, cart: ShownCart, notice?: CartNotice): Fragment =>
  layout(frame, {
    title: `${notice === undefined ? "" : `${notice.title} – `}Your cart – Caravan`,
    description: "Your cart at Caravan.",
    path: "/cart",
    unlisted: true,
    main: html`<div class="wide narrow">
<h1>Your cart</h1>
${noticeBox(notice)}
${cart.lines.length === 0 ? emptyCart : filledCart(cart, notice)}
</div>`,
  });

const emptyCart = html`<div class="empty">${restingTent}<p>There is nothing in it yet.</p><p><a class="button" href="/">See the goods</a></p></div>`;

const filledCart = (cart: ShownCart, notice: CartNotice | undefined): Fragment => {
  const canBuy = cart.total !== undefined && cart.lines.some(isSold);
  return html`<ul class="cart">
${cart.lines.map((line, index) => cartLine(line, index, notice?.productId === line.productId ? notice : undefined))}</ul>
<div class="cart-end">
<p class="cart-total"><span>Total</span> <strong>${cart.total === undefined ? "not known right now" : formatMoney(cart.total)}</strong></p>
<p class="quiet">${cart.total === undefined ? "We cannot look up all prices at the moment. Open the cart again shortly." : "With tax. Nothing is held until you order."}</p>
<p class="ways">${canBuy ? html`<a class="button button-large" href="/checkout">Go to checkout</a>` : ""}<a class="button quiet-button" href="/">Look at more goods</a></p>
</div>`;
};

const cartLine = (line: ShownLine, index: number, notice: CartNotice | undefined): Fragment => {
  const hidden = html`<input type="hidden" name="productId" value="${line.productId}">`;
  if (!isSold(line))
    return html`<li class="cart-line"><div class="cart-picture"></div>
<div class="cart-words"><h2>${line.state === "gone" ? "Something we sell no more" : "Something we cannot look up right now"}</h2>
<p class="quiet">${line.quantity} in your cart${line.state === "gone" ? ". It will not be ordered." : ""}</p></div>
<form class="cart-form" action="/cart" method="post">${hidden}<button class="plain-button" name="do" value="remove">Remove<span class="unseen"> it</span></button></form></li>
`;
  const { product } = line;
  const id = `quantity-${index + 1}`;
  const wrong = notice === undefined ? "" : html` aria-invalid="true" aria-describedby="notice" autofocus`;
  return html`<li class="cart-line"><img class="cart-picture" src="${product.picture}" alt="" width="120" height="90" loading="lazy">
<div class="cart-words"><h2><a href="/products/${product.id}">${product.name}</a></h2>
<p class="quiet">${formatMoney(product.price)} each</p></div>
<form class="cart-form" action="/cart" method="post">${hidden}
<label class="unseen" for="${id}">Quantity of ${product.name}</label>
<input id="${id}" type="number" name="quantity" value="${notice?.quantity ?? line.quantity}" min="1" max="${maximumQuantity}" step="1" inputmode="numeric" required${wrong}>
<button class="quiet-button small-button" name="do" value="set">Change<span class="unseen"> quantity of ${product.name}</span></button>
<button class="plain-button" name="do" value="remove" formnovalidate>Remove<span class="unseen"> ${product.name}</span></button></form>
<p class="price">${formatMoney(line.total)}</p></li>
`;
};
