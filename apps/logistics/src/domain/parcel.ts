import type { ShipmentStatus, TrackingEvent } from "@caravan/contracts";

/** One thing the carrier says happened to a parcel. `sequence` is the carrier's own count: the order in which it happened. */
export interface Station {
  readonly sequence: number;
  readonly kind: TrackingEvent["kind"];
  readonly place: string | null;
  readonly at: Date;
}

/** A station as we keep it: of which parcel, and as how many-th of its shipment we heard of it. */
export interface HeardStation extends Station {
  readonly reference: string;
  readonly number: number;
  readonly heardAt: Date;
}

/** A package on its way with the carrier. A package that came back may be sent again, as a parcel of its own. */
export interface Parcel {
  /** What we call it at the carrier, and the key of its announcement. */
  readonly reference: string;
  readonly packageNumber: number;
  readonly attempt: number;
  readonly isReturn: boolean;
  /** The carrier's id and number; null until it has answered. */
  readonly parcelId: string | null;
  readonly trackingCode: string | null;
}

/** What the carrier told about a parcel that it took on. */
export interface Announced {
  readonly reference: string;
  readonly parcelId: string;
  readonly trackingCode: string;
  readonly stations: readonly Station[];
}

/** Where a parcel is that was handed over. */
export type ParcelState = Exclude<ShipmentStatus, "preparing" | "cancelled">;

/**
 * Where a parcel is, from the set of what was heard of it: the latest by the carrier's sequence counts, whenever it arrived.
 * An end is an end: goods that are back do not travel any more, and what was delivered is undone only by being back.
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

/** Reports whether a further station leaves the parcel in the state it was in. */
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

/** Reports whether the stations name the same things, as far as a carrier numbers them. */
export const isKnown = (heard: readonly HeardStation[], reference: string, station: Station): boolean =>
  heard.some((known) => known.reference === reference && known.sequence === station.sequence);
