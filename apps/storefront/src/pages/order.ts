import {
  formatMoney,
  type Order,
  orderAllows,
  orderGoesOn,
  orderIsFinal,
  type Shipment,
} from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { addressLines } from "./address-fields.ts";
import { type Frame, layout } from "./layout.ts";
import { linesTable } from "./lines.ts";
import { noticeBox, type Words } from "./notice.ts";
import { orderActions, payForm, putBackForm } from "./order-actions.ts";
import {
  confirming,
  notPaidYet,
  orderWords,
  paymentWordsOf,
  stepsBack,
  stepsThere,
  wordsOf,
} from "./order-words.ts";
import { trackingPart } from "./tracking.ts";

export interface OrderParts {
  readonly order: Order;
  /** `unknown`: there is one, but logistics is unreachable. */
  readonly shipment: Shipment | "unknown" | undefined;
  readonly keys: Readonly<Record<"pay" | "cancel" | "return" | "putBack", string>>;
  readonly notice?: Words | undefined;
  /** Page loads since the shopper came back from the bank, while the bank's callback may still come. */
  readonly confirming: number | undefined;
  /** The total differs from the one that the shopper saw before. */
  readonly isDearer: boolean;
  /** The shopper went back from the bank without paying. */
  readonly isBackUnpaid: boolean;
  readonly moments: Moments;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const newPrice: Words = {
  title: "A price has changed",
  detail:
    "While you ordered, the price of something changed. The total below is what you would pay: pay it, or cancel the order.",
};

/** The page of one order, in every status. */
export const orderPage = (frame: Frame, parts: OrderParts): Fragment => {
  const { order, shipment, keys, notice, isDearer, moments } = parts;
  const { id, status } = order;
  const isWaiting = orderAllows(status, "pay");
  const isMoving = !orderIsFinal(status);
  const look =
    parts.confirming === undefined ? `/orders/${id}` : `/orders/${id}?back=${parts.confirming + 1}`;
  const words = wordsFor(parts);
  return layout(frame, {
    title: `${notice === undefined ? words.title : notice.title} – Order of ${moments.spokenDate(order.placedAt)} – Caravan`,
    description: "Your order at Caravan.",
    unlisted: true,
    live: true,
    refresh: parts.confirming === undefined ? undefined : look,
    main: html`<div class="wide narrow">
<nav class="trail" aria-label="Where you are"><a href="/orders">Your orders</a></nav>
<p id="news" class="unseen" role="status"></p>
<div id="order" data-path="/orders/${id}" data-look="${look}" data-state="${stateOf(parts)}"${isMoving ? html` data-moving` : ""}>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${noticeBox(notice ?? (isDearer && isWaiting ? newPrice : undefined))}
${parts.confirming === undefined ? payForm(order, keys.pay, parts.now) : html`<p class="quiet">You did not pay? <a href="/orders/${id}">Go back to the payment</a>.</p>`}
${progress(order, moments)}
${trackingPart(shipment, moments)}
${isMoving ? html`<p class="quiet" id="refresh"><a href="${look}">Refresh</a> to see how far it has come.</p>` : ""}
<dl class="order-facts">
<div><dt>Order</dt><dd class="order-id">${id}</dd></div>
<div><dt>Placed</dt><dd>${moments.moment(order.placedAt)}</dd></div>
<div><dt>Payment</dt><dd>${isWaiting && order.payBy !== null ? html`Due by ${moments.moment(order.payBy)}` : paymentWordsOf(order)}</dd></div>
${order.refunded.amountCents === 0 ? "" : html`<div><dt>Returned to you</dt><dd>${formatMoney(order.refunded)}</dd></div>`}
<div><dt>${orderGoesOn(status) ? "Delivery address" : "Was to go to"}</dt><dd>${order.deliverTo === null ? "erased" : addressLines(order.deliverTo)}</dd></div>
</dl>
<h2>Your order</h2>
${linesTable(order.lines, order.total, order.applied)}
${parts.confirming === undefined ? putBackForm(order, keys.putBack) : ""}
${parts.confirming === undefined ? orderActions(order, keys) : ""}
<details class="fold" id="history"><summary>Order history</summary>
<ol class="history">${order.history.map((entry) => html`<li>${orderWords[entry.status].badge} <span class="quiet">${moments.moment(entry.at)}</span></li>`)}</ol></details>
</div>
</div>`,
  });
};

const wordsFor = ({ order, confirming: looks, isBackUnpaid }: OrderParts) => {
  if (looks !== undefined) return confirming;
  if (orderAllows(order.status, "pay") && isBackUnpaid) return notPaidYet;
  return wordsOf(order);
};

/** What an open page compares to see whether it is outdated; parcel events come by the stream. */
const stateOf = ({ order, shipment, confirming: looks }: OrderParts): string => {
  if (looks !== undefined) return "confirming";
  const declined = order.declined ? ` declined ${order.declined.at}` : "";
  const state = `${order.status}${declined}${order.refundFailed ? " refund-failed" : ""}`;
  return typeof shipment === "object"
    ? `${state} ${shipment.status} ${shipment.estimate?.from} ${shipment.estimate?.to}`
    : `${state} ${shipment ?? ""}`.trim();
};

/** The progress of the order; one that was cancelled or has expired shows none. */
const progress = ({ status, history }: Order, moments: Moments): Fragment | "" => {
  const reached = status === "stock-reserved" ? "placed" : status;
  const steps = [stepsThere, stepsBack].find((list) => list.includes(reached));
  if (steps === undefined) return "";
  const here = steps.indexOf(reached);
  return html`<ol class="progress" aria-label="How far it has come">${steps.map((step, index) => {
    const at = history.find((entry) => entry.status === step)?.at;
    const state = index < here ? "done" : "here";
    return html`<li${index > here ? "" : html` class="${state}"`}${index === here ? html` aria-current="step"` : ""}><span>${orderWords[step].badge}${index < here ? html`<span class="unseen"> (done)</span>` : ""}</span>${at === undefined || index > here ? "" : html`<small>${moments.moment(at)}</small>`}</li>`;
  })}</ol>`;
};
