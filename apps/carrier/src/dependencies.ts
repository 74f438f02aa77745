import type { CarrierBehaviour } from "@caravan/contracts";
import type { PlannedCallback, RequestFaults, Setting } from "@caravan/partner";
import type { Kind, Parcel, ParcelEvent } from "./domain/parcel.ts";

/** What is to happen to a parcel, and what is to be told of it. */
export interface Movement {
  readonly parcel: Parcel;
  readonly event: ParcelEvent;
  readonly callbacks: readonly PlannedCallback[];
}

/** Decides what happens to a parcel, or refuses. */
export type Decide = (parcel: Parcel) => Movement;

/** A parcel with all that happened to it, in order. */
export interface Tracked {
  readonly parcel: Parcel;
  readonly events: readonly ParcelEvent[];
}

/** Parcels with their events and the callbacks that tell of them: whatever changes one changes all in one transaction. */
export interface ParcelStore {
  /** Writes a new parcel, unless its reference has one. */
  create(parcel: Parcel): Promise<"created" | "reference-known">;
  find(id: string): Promise<Tracked | undefined>;
  findByReference(reference: string): Promise<Tracked | undefined>;
  /** Moves one parcel while nobody else can, and sends the callbacks once that is committed. Undefined: there is none. */
  move(trackingCode: string, decide: Decide): Promise<Tracked | undefined>;
  /**
   * The same for up to `limit` parcels that have not arrived and were last moved before that moment, the longest waiting
   * first; passes over those that another replica is at. Gives what happened to them.
   */
  moveDue(movedUntil: Date, limit: number, decide: Decide): Promise<Kind[]>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  /** What senders must send to use the API. */
  readonly apiKey: string;
  readonly parcels: ParcelStore;
  readonly behaviour: Setting<CarrierBehaviour>;
  readonly faults: RequestFaults;
  readonly now: () => Date;
  readonly newId: (prefix: "par" | "cev") => string;
  readonly newTrackingCode: () => string;
  /** A digest that tells two requests apart and says nothing else of them. */
  readonly digest: (request: unknown) => string;
  /** Told of everything that happens to parcels, for the metrics. */
  readonly count: (kind: string) => void;
}
