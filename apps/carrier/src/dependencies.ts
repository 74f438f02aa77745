import type { CarrierBehaviour } from "@caravan/contracts";
import type { PlannedCallback, RequestFaults, Setting } from "@caravan/partner";
import type { Kind, Parcel, ParcelEvent } from "./domain/parcel.ts";

/** A decided movement of a parcel, with its callbacks. */
export interface Movement {
  readonly parcel: Parcel;
  readonly event: ParcelEvent;
  readonly callbacks: readonly PlannedCallback[];
}

/** Decides a movement of a parcel, or refuses. */
export type Decide = (parcel: Parcel) => Movement;

/** A parcel with its events, in order. */
export interface Tracked {
  readonly parcel: Parcel;
  readonly events: readonly ParcelEvent[];
}

/** Parcels with their events and callbacks, which change in one transaction. */
export interface ParcelStore {
  /** Writes a new parcel, unless its reference has one. */
  create(parcel: Parcel): Promise<"created" | "reference-known">;
  find(id: string): Promise<Tracked | undefined>;
  findByReference(reference: string): Promise<Tracked | undefined>;
  /** Moves one parcel while it is locked, and sends the callbacks after the commit. Undefined: there is none. */
  move(trackingCode: string, decide: Decide): Promise<Tracked | undefined>;
  /**
   * The same for up to `limit` parcels that have not arrived and were last moved before that time, the longest waiting
   * first; skips those that another replica has locked. Returns their events.
   */
  moveDue(movedUntil: Date, limit: number, decide: Decide): Promise<Kind[]>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  /** The key that senders must send. */
  readonly apiKey: string;
  readonly parcels: ParcelStore;
  readonly behaviour: Setting<CarrierBehaviour>;
  readonly faults: RequestFaults;
  readonly now: () => Date;
  readonly newId: (prefix: "par" | "cev") => string;
  readonly newTrackingCode: () => string;
  /** A digest that identifies a request and reveals nothing else. */
  readonly digest: (request: unknown) => string;
  /** Called with every event, for the metrics. */
  readonly count: (kind: string) => void;
}
