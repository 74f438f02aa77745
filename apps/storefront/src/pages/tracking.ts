import type { Shipment, ShipmentStatus, TrackingEvent } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";

export const shipmentWords: Readonly<Record<ShipmentStatus, string>> = {
  preparing: "It is being packed.",
  dispatched: "The carrier has it.",
  "out-for-delivery": "It is out for delivery.",
  "delivery-failed": "It could not be delivered; the carrier will try again.",
  delivered: "It has been delivered.",
  cancelled: "It was held back and will not be sent.",
  returning: "It is on its way back to us.",
  returned: "It is back with us.",
};

export const trackingWords: Readonly<Record<TrackingEvent["kind"], string>> = {
  collected: "Collected by the carrier",
  "in-transit": "On the road",
  "out-for-delivery": "Out for delivery",
  "delivery-failed": "Could not be delivered",
  delivered: "Delivered",
  returning: "On its way back",
  returned: "Back with us",
};

/** The state of the parcel, with live updates where scripts run. */
export const trackingPart = (shipment: Shipment | "unknown" | undefined, moments: Moments): Fragment | "" => {
  if (shipment === undefined) return "";
  if (shipment === "unknown")
    return html`<section class="tracking" aria-labelledby="tracking"><h2 id="tracking">Your parcel</h2>
<p class="stock-unknown quiet">We can't check where it is right now. Refresh in a moment.</p></section>`;
  const { id, status, estimate, packages, tracking } = shipment;
  const last = Math.max(0, ...tracking.map(({ number }) => number));
  const codes = packages.flatMap(({ trackingCode }) => trackingCode ?? []);
  return html`<section class="tracking" aria-labelledby="tracking" id="parcel" data-shipment="${id}" data-last="${last}" data-words="${JSON.stringify({ ...shipmentWords, event: trackingWords })}">
<h2 id="tracking">Your parcel</h2>
<p class="tracking-now" id="parcel-status" role="status">${shipmentWords[status]}</p>
${estimate === null ? "" : html`<p>It should arrive ${estimate.from.slice(0, 10) === estimate.to.slice(0, 10) ? html`on ${moments.day(estimate.to)}` : html`between ${moments.day(estimate.from)} and ${moments.day(estimate.to)}`}.</p>`}
${codes.length === 0 ? "" : html`<p class="quiet">Tracking number: ${codes.join(", ")}</p>`}
<ol class="events" id="parcel-events" reversed>${tracking.toReversed().map((event) => trackingEvent(event, moments))}</ol>
</section>`;
};

const trackingEvent = ({ kind, place, at }: TrackingEvent, moments: Moments): Fragment =>
  html`<li><strong>${trackingWords[kind]}</strong>${place === null ? "" : html` <span>${place}</span>`} <span class="quiet">${moments.moment(at)}</span></li>`;
