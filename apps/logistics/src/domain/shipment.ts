import type { PostalAddress, ShipmentStatus } from "@caravan/contracts";
import { type Line, type PackedPackage, pack } from "./pack.ts";
import { type HeardStation, newParcel, type Parcel } from "./parcel.ts";

/** What is to be done for a shipment without anybody asking: announce parcels to the carrier, or ask it for news. */
export interface Due {
  readonly work: "announce" | "poll";
  readonly at: Date;
}

/** The shipment of one order: what was decided, what was packed, and all that was heard of it. */
export interface Shipment {
  readonly id: string;
  readonly orderId: string;
  readonly shopperId: string;
  readonly status: ShipmentStatus;
  /** Null once it was erased. */
  readonly deliverTo: PostalAddress | null;
  /** The shopper had their data erased: the address goes as soon as the carrier needs it no more. */
  readonly forgetting: boolean;
  /** The carrier is being told: it may have the parcels already, so it is too late to cancel. */
  readonly handingOver: boolean;
  readonly packages: readonly PackedPackage[];
  readonly parcels: readonly Parcel[];
  /** In the order in which we heard it: numbers 1, 2, 3 … */
  readonly tracking: readonly HeardStation[];
  readonly due: Due | null;
  /** How often the carrier did not answer clearly since it last did. */
  readonly failures: number;
  /** How often in a row the carrier was asked for news and had none. */
  readonly quietPolls: number;
  /** Why nothing is done for it any more until staff decides; null as long as it goes on. */
  readonly stopped: string | null;
  readonly createdAt: Date;
  readonly dispatchedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly returnedAt: Date | null;
}

/** How patient this service is. */
export interface Timing {
  /** How long a shipment can still be cancelled. */
  readonly dispatchAfterSeconds: number;
  /** How long without news of a parcel until the carrier is asked. */
  readonly pollAfterSeconds: number;
}

/** When, and how patiently. */
export interface Step {
  readonly now: Date;
  readonly timing: Timing;
}

export const after = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);

/** A shipment of paid goods, packed; it is handed over when its time has come. */
export const prepare = (
  input: {
    readonly id: string;
    readonly orderId: string;
    readonly shopperId: string;
    readonly deliverTo: PostalAddress;
    readonly lines: readonly Line[];
    readonly now: Date;
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
    due: { work: "announce", at: after(input.now, timing.dispatchAfterSeconds) },
    failures: 0,
    quietPolls: 0,
    stopped: null,
    createdAt: input.now,
    dispatchedAt: null,
    deliveredAt: null,
    returnedAt: null,
  };
};

/** Parcels that the carrier has not confirmed yet. */
export const unannounced = (shipment: Pick<Shipment, "parcels">): Parcel[] =>
  shipment.parcels.filter(({ parcelId }) => parcelId === null);
