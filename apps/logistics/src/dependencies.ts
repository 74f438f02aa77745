import type { EventData, PostalAddress, userErased } from "@caravan/contracts";
import type { Announced, Parcel, Station } from "./domain/parcel.ts";
import type { Outcome } from "./domain/settle.ts";
import type { Due, Shipment, Timing } from "./domain/shipment.ts";
import type { LabelFonts } from "./labels/fonts.ts";

/** Judges a shipment: what is to become of it, or a refusal. */
export type Decide = (shipment: Shipment) => Outcome;

/** A shipment before and after a decision. */
export interface Change {
  readonly before: Shipment;
  readonly shipment: Shipment;
}

/** What a shipment was and has become, once that is committed; `before` is undefined for a new one. */
export type OnChange = (
  before: Pick<Shipment, "status" | "stopped"> | undefined,
  shipment: Pick<Shipment, "id" | "status" | "stopped">,
) => void;

/** One station of a parcel, as the carrier told it. */
export interface ParcelNews {
  readonly reference: string;
  readonly parcelId: string;
  readonly station: Station;
  readonly heardAt: Date;
  /** When the carrier is asked, should these be the last news. */
  readonly pollAt: Date;
}

/** The shipments of all shoppers. */
export interface ShipmentStore {
  /**
   * Keeps a new shipment, for the account if the guest has joined one; of an erased account its address only until the carrier
   * has it. False when its order has one already.
   */
  add(shipment: Shipment): Promise<boolean>;
  find(id: string): Promise<Shipment | undefined>;
  findByOrder(orderId: string): Promise<Shipment | undefined>;
  /** The shopper's own shipment; undefined for anybody else's. */
  findOwn(shopperId: string, id: string): Promise<Shipment | undefined>;
  /** The shopper's own, newest first, before the one with that id. */
  list(
    shopperId: string,
    page: { before: string | undefined; orderId: string | undefined; limit: number },
  ): Promise<Shipment[]>;
  /** Those that wait for staff, newest first, before the one with that id. */
  listStopped(page: { before: string | undefined; limit: number }): Promise<Shipment[]>;
  /**
   * Lets `decide` judge the shipment while nobody else can change it, and writes what it says together with the events. It runs
   * again when the database asks for that. Undefined when there is no such shipment.
   *
   * @throws what `decide` throws
   */
  change(id: string, decide: Decide): Promise<Change | undefined>;
  /**
   * Writes down a station that leaves its parcel, and so the shipment, in the state it was in, without reading the rest of a
   * shipment that may have hundreds of parcels. Undefined when it takes the whole shipment to decide: use `change`.
   */
  hearQuietly(news: ParcelNews): Promise<"applied" | "duplicate" | undefined>;
  /**
   * Takes shipments whose time for this work has come, until `leaseUntil`; passes over those that another replica is at. Whoever
   * announces takes the right to cancel with it.
   */
  claimDue(work: Due["work"], now: Date, leaseUntil: Date, limit: number): Promise<Shipment[]>;
  /** Revisions of these shipments: another number means that there is something new to tell. One query. */
  revisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These shipments with their revisions. */
  findAll(ids: readonly string[]): Promise<{ shipment: Shipment; revision: number }[]>;
  /** What was the guest's is the account's, also what comes later. Once per event. */
  join(eventId: string, guestId: string, userId: string): Promise<void>;
  /**
   * Forgets where the shopper's things went, also of shipments that are made later; what is not handed over yet keeps its address
   * until then. Once per event.
   */
  erase(eventId: string, erased: EventData<typeof userErased>): Promise<void>;
}

/** Whoever carries the parcels. */
export interface Carrier {
  /**
   * Has a parcel collected; the same reference again is the same parcel.
   *
   * @throws Refusal `carrier-unavailable` when nobody knows whether the carrier has it
   */
  announce(parcel: Parcel, how: { recipient: PostalAddress; weightGrams: number }): Promise<Announced>;
  /** All that happened to a parcel. @throws Refusal `carrier-unavailable` */
  look(parcelId: string): Promise<Station[]>;
}

/** Somebody who follows a shipment; told when there may be something new. */
export interface Follower {
  readonly shipmentId: string;
  /** The shipment as it is now. */
  tell(shipment: Shipment): void;
  /** Time has passed; keeps the connection alive. */
  beat(): void;
  /** No more will come from here. */
  end(): void;
}

/** Those who follow shipments in this process. */
export interface Tracking {
  /** @throws Refusal `streams-exhausted` when there are too many, or this process is on its way out */
  follow(follower: Follower): { stop(): void };
  /** Looks at these shipments now: they were changed in this process. */
  wake(shipmentId: string): void;
}

export type CallbackResult = "applied" | "duplicate" | "unknown" | "malformed" | "signature-invalid";

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly shipments: ShipmentStore;
  readonly carrier: Carrier;
  readonly tracking: Tracking;
  readonly labelFonts: LabelFonts;
  /** Verifies what the carrier posts. */
  readonly callbackSecret: string;
  readonly timing: Timing;
  /** How long to wait after so many failures in a row. */
  readonly pauseSeconds: (failures: number) => number;
  readonly now: () => Date;
  readonly newShipmentId: () => string;
  readonly countCallback: (result: CallbackResult) => void;
  readonly log: { warn(fields: object, message: string): void };
}
