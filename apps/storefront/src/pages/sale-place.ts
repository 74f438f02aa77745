import type { SalePlace } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { lineEnded, otherWentBack, placeWords, returnedWords } from "./sale-words.ts";

/** Where the shopper stands, and what to do next. */
export const placePart = (place: SalePlace, isOver: boolean, moments: Moments): Fragment => {
  const isWaiting = place.state === "waiting" && !isOver;
  const words = place.state === "waiting" && isOver ? lineEnded : placeWords[place.state];
  const lead = place.state === "returned" ? (returnedWords[place.reason ?? ""] ?? words.lead) : words.lead;
  return html`<section class="tracking" aria-labelledby="yours"><h2 id="yours">${words.title}</h2>
${isWaiting ? html`<p class="sale-place">About <strong id="place">${placeText(place.place)}</strong> in line</p>` : ""}
${place.orderId === null || place.state === "returned" ? html`<p>${lead}</p>` : orderPart(place, place.orderId, moments)}
${place.state !== "returned" && place.reason === "over-limit" ? html`<p class="quiet">${otherWentBack}</p>` : ""}
</section>`;
};

const orderPart = ({ state, payBy }: SalePlace, orderId: string, moments: Moments): Fragment =>
  state === "paid"
    ? html`<p>${placeWords.paid.lead}</p><p><a class="button" href="/orders/${orderId}">See your order</a></p>`
    : html`<p>It is kept for you${payBy === null ? "" : html` until ${moments.moment(payBy)}`}. Pay it by then, or it goes to the next in line.</p>
<p><a class="button button-large" href="/orders/${orderId}">To your order and its payment</a></p>`;

/** `number 1,204`; unknown while the shards of the sale do not answer. */
const placeText = (place: number | null): string =>
  place === null ? "a place that is being counted" : `number ${place.toLocaleString("en-GB")}`;
