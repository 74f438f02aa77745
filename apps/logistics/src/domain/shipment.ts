import { type PostalAddress, type ShipmentStatus, secondsAfter } from "@caravan/contracts";
import { type Line, type PackedPackage, pack } from "./pack.ts";
import { type HeardStation, newParcel, type Parcel } from "./parcel.ts";

/** Background work of a shipment: announce parcels to the carrier, or poll it. */
export interface Due {
  readonly work: "announce" | "poll";
  readonly at: Date;
}

/** The shipment of one order: decisions, packages and stations. */
export interface Shipment {
  readonly id: string;
  readonly orderId: string;
  readonly shopperId: string;
  readonly status: ShipmentStatus;
  /** Null once it was erased. */
  readonly deliverTo: PostalAddress | null;
  /** The shopper had their data erased: the address is dropped as soon as the carrier has the parcels. */
  readonly forgetting: boolean;
  /** The handover has begun: the carrier may have the parcels already, so it is too late to cancel. */
  readonly handingOver: boolean;
  readonly packages: readonly PackedPackage[];
  readonly parcels: readonly Parcel[];
  /** In the order of arrival: numbers 1, 2, 3 … */
  readonly tracking: readonly HeardStation[];
  readonly due: Due | null;
  /** Unclear answers of the carrier in a row. */
  readonly failures: number;
  /** Polls in a row without news. */
  readonly quietPolls: number;
  /** Why it has stopped until staff decides; null while it goes on. */
  readonly stopped: string | null;
  readonly createdAt: Date;
  readonly dispatchedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly returnedAt: Date | null;
  /** W3C trace context of the order; null when it has none. */
  readonly traceparent: string | null;
}

/** The timing of the service. */
export interface Timing {
  /** How long a shipment can still be cancelled. */
  readonly dispatchAfterSeconds: number;
  /** Time without news of a parcel after which the carrier is polled. */
  readonly pollAfterSeconds: number;
}

/** The time of a step, and the timing. */
export interface Step {
  readonly now: Date;
  readonly timing: Timing;
}

/** A packed shipment of paid goods; it is handed over when due. */
export const prepare = (
  input: {
    readonly id: string;
    readonly orderId: string;
    readonly shopperId: string;
    readonly deliverTo: PostalAddress;
    readonly lines: readonly Line[];
    readonly now: Date;
    readonly traceparent?: string | undefined;
  },
  timing: Timing,
): Shipment => {
  const packages = pack(input.lines);
  return {
    id: input.id,
    orderId: input.orderId,
    shopperId: input.shopperId,
    status: "preparing",
    deliverTo: input.deliverTo,
    forgetting: false,
    handingOver: false,
    packages,
    parcels: packages.map(({ number }) => newParcel(input.id, number, { attempt: 1, isReturn: false })),
    tracking: [],
    due: { work: "announce", at: secondsAfter(input.now, timing.dispatchAfterSeconds) },
    failures: 0,
    quietPolls: 0,
    stopped: null,
    createdAt: input.now,
    dispatchedAt: null,
    deliveredAt: null,
    returnedAt: null,
    traceparent: input.traceparent ?? null,
  };
};

/** Parcels that the carrier has not confirmed yet. */
export const unannounced = (shipment: Pick<Shipment, "parcels">): Parcel[] =>
  shipment.parcels.filter(({ parcelId }) => parcelId === null);
