import type { ShipmentStatus, TrackingEvent } from "@caravan/contracts";

/** One event of a parcel, from the carrier. `sequence` is the carrier's own count: the order of the events. */
export interface Station {
  readonly sequence: number;
  readonly kind: TrackingEvent["kind"];
  readonly place: string | null;
  readonly at: Date;
}

/** A stored station: its parcel, and its number in the order of arrival within the shipment. */
export interface HeardStation extends Station {
  readonly reference: string;
  readonly number: number;
  readonly heardAt: Date;
}

/** One journey of a package with the carrier. A package that came back may be sent again, as another parcel. */
export interface Parcel {
  /** Our reference at the carrier, and the key of its announcement. */
  readonly reference: string;
  readonly packageNumber: number;
  readonly attempt: number;
  readonly isReturn: boolean;
  /** The carrier's id and number; null until it has answered. */
  readonly parcelId: string | null;
  readonly trackingCode: string | null;
}

/** The carrier's reply for an accepted parcel. */
export interface Announced {
  readonly reference: string;
  readonly parcelId: string;
  readonly trackingCode: string;
  readonly stations: readonly Station[];
}

/** The state of a parcel that was handed over. */
export type ParcelState = Exclude<ShipmentStatus, "preparing" | "cancelled">;

/**
 * The state of a parcel, from the set of its stations: the latest by the carrier's sequence counts, whenever it arrived.
 * An end is final: a returned parcel does not move any more, and a delivered one can only become returned.
 */
export const parcelState = (stations: readonly Station[]): ParcelState => {
  const kinds = new Set(stations.map(({ kind }) => kind));
  if (kinds.has("returned")) return "returned";
  if (kinds.has("delivered")) return "delivered";
  const latest = stations.reduce<Station | undefined>(
    (last, station) => (last === undefined || station.sequence > last.sequence ? station : last),
    undefined,
  );
  const kind = latest?.kind;
  return kind === "out-for-delivery" || kind === "delivery-failed" || kind === "returning"
    ? kind
    : "dispatched";
};

/** Reports whether a further station does not change the parcel's state. */
export const isQuiet = (stations: readonly Station[], station: Station): boolean =>
  parcelState(stations) === parcelState([...stations, station]);

/** Reports whether the parcel travels no more. Of a return parcel that means that it has reached us, whichever the carrier calls it. */
export const hasArrived = (state: ParcelState): boolean => state === "delivered" || state === "returned";

/** A parcel of a package. The shipment's id leads, so that a callback finds its shipment. */
export const newParcel = (
  shipmentId: string,
  packageNumber: number,
  kind: { readonly attempt: number; readonly isReturn: boolean },
): Parcel => ({
  reference: `${shipmentId}-${packageNumber}-${kind.isReturn ? "r" : kind.attempt}`,
  packageNumber,
  ...kind,
  parcelId: null,
  trackingCode: null,
});

/** The shipment that a parcel with this reference belongs to. */
export const shipmentIdOf = (reference: string): string => reference.split("-").slice(0, 5).join("-");

/** Reports whether the lists have the same stations, by the carrier's sequence. */
export const isKnown = (heard: readonly HeardStation[], reference: string, station: Station): boolean =>
  heard.some((known) => known.reference === reference && known.sequence === station.sequence);
