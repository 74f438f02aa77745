import { formatMoney, type OrderSummary, orderAllows } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { restingTent } from "./drawings.ts";
import { type Frame, layout } from "./layout.ts";
import { pagination } from "./list.ts";
import { orderWords } from "./order-words.ts";

export interface OrderList {
  readonly items: readonly OrderSummary[];
  readonly nextCursor?: string | undefined;
  readonly cursor: string | undefined;
  readonly account: boolean;
  readonly moments: Moments;
}

/** The shopper's own orders, newest first. */
export const ordersPage = (
  frame: Frame,
  { items, cursor, nextCursor, account, moments }: OrderList,
): Fragment => {
  const waiting = items.find(({ status }) => orderAllows(status, "pay"));
  return layout(frame, {
    title: "Your orders – Caravan",
    description: "Your orders at Caravan.",
    path: "/orders",
    unlisted: true,
    live: true,
    main: html`<div class="wide narrow">
<h1>Your orders</h1>
${waiting === undefined ? "" : html`<div class="notice waiting"><p><strong>One order waits for payment.</strong> <a href="/orders/${waiting.id}">Pay it, or put it back into your cart</a>.</p></div>`}
${items.length === 0 ? noOrders(account) : html`<ul class="orders">${items.map((order) => orderCard(order, moments))}</ul>`}
${account || items.length === 0 ? "" : html`<p class="quiet">You ordered as a guest. <a href="/sign-in?next=orders">Sign in</a> to keep these orders in your account.</p>`}
${pagination("/orders", { cursor }, nextCursor)}
</div>`,
  });
};

const orderCard = (order: OrderSummary, moments: Moments): Fragment => html`<li class="order-card">
<h2><a href="/orders/${order.id}">${order.lines.map((line) => `${line.quantity} × ${line.name}`).join(", ")}</a></h2>
<p>${moments.moment(order.placedAt)} <span class="status">${orderWords[order.status].badge}</span></p>
<p class="price">${formatMoney(order.total)}</p>
</li>
`;

const noOrders = (account: boolean): Fragment =>
  html`<div class="empty">${restingTent}<p>${account ? "You have not ordered anything yet." : html`You have not ordered anything from this browser yet. If you have an account, <a href="/sign-in?next=orders">sign in</a>.`}</p><p><a class="button" href="/">Shop all</a></p></div>`;

/** For a browser without an account: the order may belong to an account, so it offers to sign in. */
export const signInForOrderPage = (frame: Frame, orderId: string): Fragment =>
  layout(frame, {
    title: "Sign in to see this order – Caravan",
    description: "Sign in to see your order at Caravan.",
    unlisted: true,
    main: html`<div class="wide narrow problem">${restingTent}
<h1>Sign in to see this order</h1>
<p class="lead">This browser does not know the order. If you ordered with an account, sign in; if you ordered as a guest, open it in the browser you ordered with.</p>
<p class="ways"><a class="button" href="/sign-in?next=${orderId}">Sign in</a><a class="button quiet-button" href="/">To the shop</a></p></div>`,
  });
