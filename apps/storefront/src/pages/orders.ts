import { formatMoney, type OrderSummary } from "@caravan/contracts";
import { html } from "hono/html";
import { restingTent } from "./drawings.ts";
import { type Fragment, type Frame, layout } from "./layout.ts";
import { pagination } from "./list.ts";
import { moment } from "./moments.ts";
import { orderWords } from "./order-words.ts";

export interface OrderList {
  readonly items: readonly OrderSummary[];
  readonly nextCursor?: string | undefined;
  readonly cursor: string | undefined;
  readonly account: boolean;
}

/** The shopper's own orders, newest first. */
export const ordersPage = (frame: Frame, { items, cursor, nextCursor, account }: OrderList): Fragment =>
  layout(frame, {
    title: "Your orders – Caravan",
    description: "Your orders at Caravan.",
    path: "/orders",
    unlisted: true,
    main: html`<div class="wide narrow">
<h1>Your orders</h1>
${items.length === 0 ? noOrders(account) : html`<ul class="orders">${items.map((order) => orderCard(order))}</ul>`}
${account || items.length === 0 ? "" : html`<p class="quiet">You ordered as a guest. <a href="/sign-in?next=orders">Sign in</a> to keep these orders in your account.</p>`}
${pagination("/orders", { cursor }, nextCursor)}
</div>`,
  });

const orderCard = (order: OrderSummary): Fragment => html`<li class="order-card">
<h2><a href="/orders/${order.id}">${order.lines.map((line) => `${line.quantity} × ${line.name}`).join(", ")}</a></h2>
<p>${moment(order.placedAt)} <span class="status">${orderWords[order.status].badge}</span></p>
<p class="price">${formatMoney(order.total)}</p>
</li>
`;

const noOrders = (account: boolean): Fragment =>
  html`<div class="empty">${restingTent}<p>${account ? "You have not ordered anything yet." : html`You have not ordered anything from this browser yet. If you have an account, <a href="/sign-in?next=orders">sign in</a>.`}</p><p><a class="button" href="/">See the goods</a></p></div>`;
