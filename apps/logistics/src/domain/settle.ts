import {
  type EventData,
  secondsAfter,
  shipmentDelivered,
  shipmentDispatched,
  shipmentReturned,
} from "@caravan/contracts";
import { hasArrived, newParcel } from "./parcel.ts";
import { type Due, type Shipment, type Timing, unannounced } from "./shipment.ts";
import { deriveStatus, latestParcels, stateOf, toSendAgain } from "./status.ts";

/** The events to publish. */
export type Told =
  | { readonly topic: typeof shipmentDispatched.topic; readonly data: EventData<typeof shipmentDispatched> }
  | { readonly topic: typeof shipmentDelivered.topic; readonly data: EventData<typeof shipmentDelivered> }
  | { readonly topic: typeof shipmentReturned.topic; readonly data: EventData<typeof shipmentReturned> };

/** A shipment after a step, with its events. */
export interface Outcome {
  readonly shipment: Shipment;
  readonly events: readonly Told[];
}

/** Most repetitions of a package that came back while others of its shipment arrived. */
export const mostAttempts = 10;

/** Derives from the facts: status, milestones, events (each once) and the next due work. */
export const settle = (changed: Shipment, now: Date, timing: Timing): Outcome => {
  const resent = sendAgain(changed);
  const status = deriveStatus({ ...resent, cancelled: resent.status === "cancelled" });
  const open = status === "preparing" || status === "cancelled";
  const dispatchedAt = resent.dispatchedAt ?? (open ? null : now);
  const deliveredAt = resent.deliveredAt ?? (status === "delivered" ? lastAt(resent, now) : null);
  const returnedAt = resent.returnedAt ?? (status === "returned" ? lastAt(resent, now) : null);
  const reached = { ...resent, status, dispatchedAt, deliveredAt, returnedAt };
  const stopped = stoppedBy(reached);
  const due = stopped === null ? dueNext(reached, now, timing) : null;
  const shipment = forgetUnneeded({ ...reached, due, stopped });
  return { shipment, events: milestones(changed, shipment) };
};

/** An erased shopper's address is dropped as soon as nothing is left to be announced. */
export const forgetUnneeded = (shipment: Shipment): Shipment =>
  shipment.forgetting && shipment.due?.work !== "announce" ? { ...shipment, deliverTo: null } : shipment;

/** Why it stopped: parcels were refused, or some arrived, others came back for good, and none is under way. */
const stoppedBy = (shipment: Shipment): string | null => {
  if (shipment.status === "cancelled" || shipment.status === "returned") return null;
  if (unannounced(shipment).length > 0) return shipment.stopped;
  if (shipment.status !== "delivery-failed") return null;
  const states = latestParcels(shipment.parcels).map((parcel) => stateOf(shipment.tracking, parcel));
  return states.every(hasArrived) ? "partly-delivered" : null;
};

const sendAgain = (shipment: Shipment): Shipment => {
  if (shipment.deliverTo === null || shipment.status === "cancelled") return shipment;
  const again = toSendAgain({ ...shipment, cancelled: false }, mostAttempts).map(
    ({ packageNumber, attempt }) =>
      newParcel(shipment.id, packageNumber, { attempt: attempt + 1, isReturn: false }),
  );
  return again.length === 0 ? shipment : { ...shipment, parcels: [...shipment.parcels, ...again] };
};

const lastAt = ({ tracking }: Shipment, now: Date): Date =>
  tracking.reduce<Date | undefined>(
    (last, { at }) => (last === undefined || at > last ? at : last),
    undefined,
  ) ?? now;

const dueNext = (shipment: Shipment, now: Date, timing: Timing): Due | null => {
  const { status, due } = shipment;
  if (status === "cancelled" || status === "returned") return null;
  if (unannounced(shipment).length > 0) return due?.work === "announce" ? due : { work: "announce", at: now };
  return status === "delivered" ? null : { work: "poll", at: secondsAfter(now, timing.pollAfterSeconds) };
};

const milestones = (before: Shipment, shipment: Shipment): Told[] => {
  const fact = (at: Date) => ({ shipmentId: shipment.id, orderId: shipment.orderId, at: at.toISOString() });
  const events: Told[] = [];
  if (before.dispatchedAt === null && shipment.dispatchedAt !== null) {
    const trackingCodes = shipment.parcels.flatMap(({ trackingCode }) => trackingCode ?? []);
    events.push({
      topic: shipmentDispatched.topic,
      data: { ...fact(shipment.dispatchedAt), trackingCodes },
    });
  }
  if (before.deliveredAt === null && shipment.deliveredAt !== null)
    events.push({ topic: shipmentDelivered.topic, data: fact(shipment.deliveredAt) });
  if (before.returnedAt === null && shipment.returnedAt !== null) {
    const reason = shipment.parcels.some(({ isReturn }) => isReturn) ? "customer-return" : "undeliverable";
    events.push({ topic: shipmentReturned.topic, data: { ...fact(shipment.returnedAt), reason } });
  }
  return events;
};
