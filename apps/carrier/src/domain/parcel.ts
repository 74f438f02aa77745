import type { CarrierEvent, CarrierParcel } from "@caravan/contracts";
import { parcelArrived } from "./refusals.ts";

export type Kind = CarrierEvent["kind"];

/** A parcel and its position. The recipient is not stored: the label is on the parcel. */
export interface Parcel {
  readonly id: string;
  readonly reference: string;
  readonly trackingCode: string;
  /** Distinguishes a repeated announcement from another one under the same reference. */
  readonly requestHash: string;
  readonly callbackUrl: string;
  readonly isReturn: boolean;
  /** Both delivery attempts will fail. */
  readonly isUndeliverable: boolean;
  /** The number of its events. */
  readonly sequence: number;
  readonly lastKind: Kind | null;
  readonly failedDeliveries: number;
  readonly hasArrived: boolean;
  /** The time of its last event, or of the announcement. */
  readonly movedAt: Date;
}

/** An event of a parcel. */
export interface ParcelEvent {
  readonly id: string;
  readonly parcelId: string;
  readonly sequence: number;
  readonly kind: Kind;
  readonly place: string | null;
  readonly at: Date;
}

/** Delivery attempts after which it is returned. */
const mostAttempts = 2;

/** The next event; undefined once it has arrived, at either end. */
export const nextKind = (
  parcel: Pick<Parcel, "lastKind" | "isReturn" | "isUndeliverable" | "failedDeliveries">,
): Kind | undefined => {
  switch (parcel.lastKind) {
    case null:
      return "collected";
    case "collected":
      return "in-transit";
    case "in-transit":
      return parcel.isReturn ? "returned" : "out-for-delivery";
    case "out-for-delivery":
      return parcel.isUndeliverable ? "delivery-failed" : "delivered";
    case "delivery-failed":
      return parcel.failedDeliveries >= mostAttempts ? "returning" : "out-for-delivery";
    case "returning":
      return "returned";
    case "delivered":
    case "returned":
      return undefined;
  }
};

/**
 * Moves a parcel by its next event, or by a named one out of order.
 *
 * @throws Refusal `parcel-arrived`
 */
export const move = (
  parcel: Parcel,
  happening: { readonly eventId: string; readonly at: Date; readonly kind?: Kind | undefined },
): { readonly parcel: Parcel; readonly event: ParcelEvent } => {
  const next = nextKind(parcel);
  if (next === undefined) throw parcelArrived(parcel.trackingCode);
  const { eventId, at, kind = next } = happening;
  const moved: Parcel = {
    ...parcel,
    sequence: parcel.sequence + 1,
    lastKind: kind,
    failedDeliveries: parcel.failedDeliveries + (kind === "delivery-failed" ? 1 : 0),
    hasArrived: kind === "delivered" || kind === "returned",
    movedAt: at,
  };
  const { id: parcelId, sequence } = moved;
  return {
    parcel: moved,
    event: { id: eventId, parcelId, sequence, kind, place: placeOf(parcel, kind), at },
  };
};

const sortingCentres = ["Kassel", "Lyon", "Graz", "Utrecht", "Poznań"];

/** Depots, which do not reveal the recipient's address. */
const placeOf = ({ trackingCode }: Parcel, kind: Kind): string | null => {
  const centre =
    sortingCentres[(trackingCode.codePointAt(trackingCode.length - 1) ?? 0) % sortingCentres.length];
  const places: Record<Kind, string | null> = {
    collected: "Parcel shop of the sender",
    "in-transit": `Sorting centre ${centre}`,
    "out-for-delivery": "Delivery base",
    "delivery-failed": "Delivery base",
    delivered: null,
    returning: `Sorting centre ${centre}`,
    returned: null,
  };
  return places[kind];
};

/** An event in replies and callbacks. */
export const eventReply = ({ id, sequence, kind, place, at }: ParcelEvent): CarrierEvent => ({
  id,
  sequence,
  kind,
  place,
  at: at.toISOString(),
});

/** The parcel in replies. */
export const parcelReply = (
  { id, reference, trackingCode }: Parcel,
  events: readonly ParcelEvent[],
): CarrierParcel => ({ id, reference, trackingCode, events: events.map(eventReply) });
