import { secondsAfter } from "@caravan/contracts";
import { type Announced, isKnown, newParcel, type Station } from "./parcel.ts";
import { askedWrongly } from "./patience.ts";
import { addressErased, shipmentCancelled, shipmentDispatched, shipmentNotDelivered } from "./refusals.ts";
import { type Outcome, settle } from "./settle.ts";
import { type Shipment, type Step, unannounced } from "./shipment.ts";

const same = (shipment: Shipment): Outcome => ({ shipment, events: [] });

/** Cancels a shipment. @throws Refusal `shipment-dispatched` once the carrier may have it */
export const cancel = (shipment: Shipment, { now, timing }: Step): Outcome => {
  if (shipment.status === "cancelled") return same(shipment);
  if (shipment.status !== "preparing" || (shipment.handingOver && !isAllHere(shipment)))
    throw shipmentDispatched(shipment.id);
  return settle({ ...shipment, status: "cancelled" }, now, timing);
};

/** The carrier refused all of it for the request itself: then it cannot have any of it. */
const isAllHere = ({ stopped, parcels }: Shipment): boolean =>
  stopped?.startsWith(askedWrongly) === true && parcels.every(({ parcelId }) => parcelId === null);

/**
 * Records the start of the handover; if the process dies, another one continues after the lease.
 *
 * @throws Refusal `shipment-cancelled`
 */
export const startHandover = (
  shipment: Shipment,
  { now, leaseSeconds }: { now: Date; leaseSeconds: number },
): Outcome => {
  if (shipment.status === "cancelled") throw shipmentCancelled(shipment.id);
  const left = unannounced(shipment).length > 0;
  if (!left && shipment.stopped === null) return same(shipment);
  const due = left
    ? ({ work: "announce", at: secondsAfter(now, leaseSeconds) } as const)
    : ({ work: "poll", at: now } as const);
  return same({ ...shipment, handingOver: true, failures: 0, quietPolls: 0, stopped: null, due });
};

/** Records the carrier's replies for accepted parcels. */
export const announce = (shipment: Shipment, taken: readonly Announced[], step: Step): Outcome => {
  const byReference = new Map(taken.map((parcel) => [parcel.reference, parcel]));
  const parcels = shipment.parcels.map((parcel) => {
    const known = parcel.parcelId === null ? byReference.get(parcel.reference) : undefined;
    return known === undefined
      ? parcel
      : { ...parcel, parcelId: known.parcelId, trackingCode: known.trackingCode };
  });
  const news = taken.flatMap(({ reference, stations }) =>
    stations.map((station) => ({ reference, station })),
  );
  return settle(withNews({ ...shipment, parcels, failures: 0 }, news, step.now), step.now, step.timing);
};

/** The same for some of many parcels: renews the lease for the rest. */
export const announceSome = (
  shipment: Shipment,
  taken: readonly Announced[],
  step: Step & { readonly leaseSeconds: number },
): Outcome => {
  const outcome = announce(shipment, taken, step);
  if (outcome.shipment.due?.work !== "announce") return outcome;
  const due = { work: "announce", at: secondsAfter(step.now, step.leaseSeconds) } as const;
  return { ...outcome, shipment: { ...outcome.shipment, due } };
};

/** Records stations of a parcel; known ones are skipped. */
export const hear = (
  shipment: Shipment,
  news: readonly { readonly reference: string; readonly station: Station }[],
  step: Step,
): Outcome => settle(withNews(shipment, news, step.now), step.now, step.timing);

const withNews = (
  shipment: Shipment,
  news: readonly { readonly reference: string; readonly station: Station }[],
  heardAt: Date,
): Shipment => {
  const tracking = [...shipment.tracking];
  for (const { reference, station } of news) {
    const ours = shipment.parcels.some((parcel) => parcel.reference === reference);
    if (!ours || isKnown(tracking, reference, station)) continue;
    tracking.push({ ...station, reference, number: tracking.length + 1, heardAt });
  }
  return tracking.length === shipment.tracking.length ? shipment : { ...shipment, tracking, quietPolls: 0 };
};

/** Requests the return of every package. @throws Refusal `shipment-not-delivered`, `address-erased` */
export const requestReturn = (shipment: Shipment, { now, timing }: Step): Outcome => {
  if (shipment.parcels.some(({ isReturn }) => isReturn)) return same(shipment);
  if (shipment.status !== "delivered") throw shipmentNotDelivered(shipment.id);
  if (shipment.deliverTo === null) throw addressErased(shipment.id);
  const returns = shipment.packages.map(({ number }) =>
    newParcel(shipment.id, number, { attempt: 1, isReturn: true }),
  );
  return settle({ ...shipment, parcels: [...shipment.parcels, ...returns] }, now, timing);
};
