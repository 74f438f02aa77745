import type { SalePlace } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { otherWentBack, placeWords, wordsOfPlace } from "./sale-words.ts";

/** Where the shopper stands, and what to do next. `ways`: for one who has nothing. */
export const placePart = (place: SalePlace, isOver: boolean, moments: Moments, ways: Fragment): Fragment => {
  const isWaiting = place.state === "waiting" && !isOver;
  const { title, lead } = wordsOfPlace(place, isOver);
  const hasNothing = place.state === "returned" || (place.state === "waiting" && isOver);
  return html`<section class="tracking" aria-labelledby="yours"><h2 id="yours">${title}</h2>
${isWaiting ? html`<p class="sale-place">About <strong id="place">${placeText(place.place)}</strong> in line</p>` : ""}
${place.orderId === null || place.state === "returned" ? html`<p>${lead}</p>` : orderPart(place, place.orderId, moments)}
${place.state !== "returned" && place.reason === "over-limit" ? html`<p class="quiet">${otherWentBack}</p>` : ""}
${hasNothing ? ways : ""}
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
