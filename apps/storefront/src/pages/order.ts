import { formatMoney, type Order, type Shipment } from "@caravan/contracts";
import { html } from "hono/html";
import { addressLines } from "./address-fields.ts";
import { type Fragment, type Frame, layout } from "./layout.ts";
import { linesTable } from "./lines.ts";
import { moment, spokenDate } from "./moments.ts";
import { noticeBox, type Words } from "./notice.ts";
import { orderActions, payForm } from "./order-actions.ts";
import { backFromBank, isMoving, orderWords, paymentWords, stepsBack, stepsThere } from "./order-words.ts";
import { trackingPart } from "./tracking.ts";

export interface OrderParts {
  readonly order: Order;
  /** `unknown`: there is one, but nobody can tell of it now. */
  readonly shipment: Shipment | "unknown" | undefined;
  readonly keys: { readonly pay: string; readonly cancel: string; readonly return: string };
  readonly notice?: Words | undefined;
  /** The shopper has just come back from the bank. */
  readonly isBack: boolean;
  /** The order costs something else than the shopper saw before. */
  readonly isDearer: boolean;
}

const newPrice: Words = {
  title: "A price has changed",
  detail:
    "While you ordered, the price of something changed. The total below is what you would pay: pay it, or cancel the order.",
};

/** One order, from the moment after ordering to the last parcel back. */
export const orderPage = (frame: Frame, parts: OrderParts): Fragment => {
  const { order, shipment, keys, notice, isBack, isDearer } = parts;
  const isWaiting = order.status === "stock-reserved";
  const words = isBack && isWaiting ? backFromBank : orderWords[order.status];
  return layout(frame, {
    title: `${notice === undefined ? words.title : notice.title} – Order of ${spokenDate(order.placedAt)} – Caravan`,
    description: "Your order at Caravan.",
    unlisted: true,
    live: true,
    main: html`<div class="wide narrow">
<nav class="trail" aria-label="Where you are"><a href="/orders">Your orders</a></nav>
<p id="news" class="unseen" role="status"></p>
<div id="order" data-path="/orders/${order.id}" data-state="${stateOf(order, shipment)}"${isMoving(order.status) ? html` data-moving` : ""}>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${noticeBox(notice ?? (isDearer && isWaiting ? newPrice : undefined))}
${payForm(order, keys.pay, isBack)}
${progress(order)}
${trackingPart(shipment)}
${isMoving(order.status) ? html`<p class="quiet" id="refresh"><a href="/orders/${order.id}${isBack && isWaiting ? "?back=1" : ""}">Look again</a> to see how far it has come.</p>` : ""}
<dl class="order-facts">
<div><dt>Order</dt><dd class="order-id">${order.id}</dd></div>
<div><dt>Placed</dt><dd>${moment(order.placedAt)}</dd></div>
<div><dt>Payment</dt><dd>${paymentWords[order.status]}${order.payBy === null || !isWaiting ? "" : html`, until ${moment(order.payBy)}`}</dd></div>
${order.refunded.amountCents === 0 ? "" : html`<div><dt>Returned to you</dt><dd>${formatMoney(order.refunded)}</dd></div>`}
<div><dt>Goes to</dt><dd>${order.deliverTo === null ? "erased" : addressLines(order.deliverTo)}</dd></div>
</dl>
<h2>What you ordered</h2>
${linesTable(order.lines, order.total)}
${orderActions(order, keys)}
<details class="fold" id="history"><summary>What happened so far</summary>
<ol class="history">${order.history.map(({ status, at }) => html`<li>${orderWords[status].badge} <span class="quiet">${moment(at)}</span></li>`)}</ol></details>
</div>
</div>`,
  });
};

/** What a page that is open compares to know whether it is still true; the parcel's stations it is told. */
const stateOf = ({ status }: Order, shipment: OrderParts["shipment"]): string =>
  typeof shipment === "object"
    ? `${status} ${shipment.status} ${shipment.estimate?.from} ${shipment.estimate?.to}`
    : `${status} ${shipment ?? ""}`.trim();

/** How far the order has come; one that was broken off has no steps left to show. */
const progress = ({ status, history }: Order): Fragment | "" => {
  const reached = status === "stock-reserved" ? "placed" : status;
  const steps = [stepsThere, stepsBack].find((list) => list.some(([step]) => step === reached));
  if (steps === undefined) return "";
  const here = steps.findIndex(([step]) => step === reached);
  return html`<ol class="progress" aria-label="How far it has come">${steps.map(([step, name], index) => {
    const at = history.find((entry) => entry.status === step)?.at;
    const state = index < here ? "done" : "here";
    return html`<li${index > here ? "" : html` class="${state}"`}${index === here ? html` aria-current="step"` : ""}><span>${name}${index < here ? html`<span class="unseen"> (done)</span>` : ""}</span>${at === undefined || index > here ? "" : html`<small>${moment(at)}</small>`}</li>`;
  })}</ol>`;
};
