import { formatMoney, type Order } from "@caravan/contracts";
import { html } from "hono/html";
import { restingTent } from "./drawings.ts";
import { type Fragment, type Frame, layout } from "./layout.ts";
import { pagination } from "./list.ts";

/** One order, as the shopper sees it right after buying and later. */
export const orderPage = (frame: Frame, order: Order): Fragment =>
  layout(frame, {
    title: `Order of ${spokenDate(order.placedAt)} – Caravan`,
    description: "Your order at Caravan.",
    unlisted: true,
    main: html`<div class="wide narrow">
<nav class="trail" aria-label="Where you are"><a href="/orders">Your orders</a></nav>
<h1>Your order is placed</h1>
<p class="lead">Thank you. It is packed for the road and held in your name.</p>
<dl class="order-facts">
<div><dt>Order</dt><dd class="order-id">${order.id}</dd></div>
<div><dt>Placed</dt><dd>${moment(order.placedAt)}</dd></div>
<div><dt>Status</dt><dd><span class="status">${order.status}</span></dd></div>
</dl>
<table class="lines" role="table">
<caption class="unseen">What you ordered</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Item</th><th scope="col" role="columnheader" class="number">Price</th><th scope="col" role="columnheader" class="number">Quantity</th><th scope="col" role="columnheader" class="number">Sum</th></tr></thead>
<tbody role="rowgroup">${order.lines.map((line) => orderLine(line))}</tbody>
<tfoot role="rowgroup"><tr role="row"><th scope="row" role="rowheader" colspan="3">Total</th><td role="cell" class="number"><strong>${formatMoney(order.total)}</strong></td></tr></tfoot>
</table>
<p><a class="button" href="/">Look at more goods</a></p>
</div>`,
  });

// On a phone the table becomes a grid, which some browsers take for the end of its being a table: hence the roles.
const orderLine = (line: Order["lines"][number]): Fragment => html`<tr role="row">
<th scope="row" role="rowheader"><span class="line-item"><img src="/pictures/${line.sku}.svg" alt="" width="80" height="60" loading="lazy"><a href="/products/${line.productId}">${line.name}</a></span></th>
<td role="cell" class="number">${formatMoney(line.price)}</td><td role="cell" class="number">${line.quantity}</td><td role="cell" class="number">${formatMoney(line.total)}</td></tr>`;

export interface OrderList {
  readonly items: readonly Order[];
  readonly nextCursor?: string | undefined;
}

/** The shopper's own orders, newest first. */
export const ordersPage = (frame: Frame, cursor: string | undefined, orders: OrderList): Fragment =>
  layout(frame, {
    title: "Your orders – Caravan",
    description: "Your orders at Caravan.",
    path: "/orders",
    unlisted: true,
    main: html`<div class="wide narrow">
<h1>Your orders</h1>
${orders.items.length === 0 ? noOrders : html`<ul class="orders">${orders.items.map((order) => orderCard(order))}</ul>`}
${pagination("/orders", { cursor }, orders.nextCursor)}
</div>`,
  });

const orderCard = (order: Order): Fragment => html`<li class="order-card">
<h2><a href="/orders/${order.id}">${order.lines.map((line) => `${line.quantity} × ${line.name}`).join(", ")}</a></h2>
<p>${moment(order.placedAt)} <span class="status">${order.status}</span></p>
<p class="price">${formatMoney(order.total)}</p>
</li>
`;

const noOrders = html`<div class="empty">${restingTent}<p>You have not ordered anything from this browser yet.</p><p><a class="button" href="/">See the goods</a></p></div>`;

const moment = (at: string): Fragment =>
  html`<time datetime="${at}">${spokenMoment.format(new Date(at))} UTC</time>`;

const spokenDate = (at: string): string => spokenDay.format(new Date(at));

const spokenDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const spokenMoment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "UTC",
});
