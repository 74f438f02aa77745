import type { EventData, PostalAddress, userErased } from "@caravan/contracts";
import type { EventStream } from "@caravan/service-kit";
import type { Announced, Parcel, Station } from "./domain/parcel.ts";
import type { Outcome } from "./domain/settle.ts";
import type { Due, Shipment, Timing } from "./domain/shipment.ts";
import type { LabelFonts } from "./labels/fonts.ts";

/** Decides a change of a shipment, or refuses. */
export type Decide = (shipment: Shipment) => Outcome;

/** A shipment before and after a decision. */
export interface Change {
  readonly before: Shipment;
  readonly shipment: Shipment;
}

/** A committed change; `before` is undefined for a new shipment. */
export type OnChange = (
  before: Pick<Shipment, "status" | "stopped"> | undefined,
  shipment: Pick<Shipment, "id" | "status" | "stopped">,
) => void;

/** One station of a parcel, from the carrier. */
export interface ParcelNews {
  readonly reference: string;
  readonly parcelId: string;
  readonly station: Station;
  readonly heardAt: Date;
  /** When to poll the carrier, if no further news comes. */
  readonly pollAt: Date;
}

/** What became of the news, and whose they are. */
export interface HeardNews {
  readonly result: "applied" | "duplicate";
  readonly shipment: Pick<Shipment, "orderId" | "traceparent">;
}

/** The shipments of all shoppers. */
export interface ShipmentStore {
  /**
   * Stores a new shipment, for the account if the guest has joined one; for an erased account with its address only until the carrier
   * has it. False when its order has one already.
   */
  add(shipment: Shipment): Promise<boolean>;
  find(id: string): Promise<Shipment | undefined>;
  findByOrder(orderId: string): Promise<Shipment | undefined>;
  /** The shopper's own shipment; undefined for another shopper's. */
  findOwn(shopperId: string, id: string): Promise<Shipment | undefined>;
  /** The shopper's own, newest first, before the one with that id. */
  list(
    shopperId: string,
    page: { before: string | undefined; orderId: string | undefined; limit: number },
  ): Promise<Shipment[]>;
  /** Those that wait for staff, newest first, before the one with that id. */
  listStopped(page: { before: string | undefined; limit: number }): Promise<Shipment[]>;
  /**
   * Runs `decide` while the shipment is locked, and writes its change together with the events. It may run
   * again after a deadlock. Undefined when there is no such shipment.
   *
   * @throws what `decide` throws
   */
  change(id: string, decide: Decide): Promise<Change | undefined>;
  /**
   * Records a station that does not change the state of its parcel, and so of the shipment, without reading the rest of a
   * shipment that may have hundreds of parcels. Undefined when the decision needs the whole shipment: use `change`.
   */
  hearQuietly(news: ParcelNews): Promise<HeardNews | undefined>;
  /**
   * Claims shipments that are due for this work, until `leaseUntil`; skips those that another replica has locked. A claim to
   * announce ends the right to cancel.
   */
  claimDue(work: Due["work"], now: Date, leaseUntil: Date, limit: number): Promise<Shipment[]>;
  /** Revisions of these shipments: a changed number means news for followers. One query. */
  revisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These shipments with their revisions. */
  findAll(ids: readonly string[]): Promise<{ shipment: Shipment; revision: number }[]>;
  /** Transfers the guest's shipments to the account, also later ones. Once per event. */
  join(eventId: string, guestId: string, userId: string): Promise<void>;
  /**
   * Erases the shopper's addresses, also of shipments that are made later; a shipment that is not handed over yet keeps its address
   * until then. Once per event.
   */
  erase(eventId: string, erased: EventData<typeof userErased>): Promise<void>;
}

/** The carrier's API. */
export interface Carrier {
  /**
   * Announces a parcel; the same reference again is the same parcel.
   *
   * @throws Refusal `carrier-unavailable` when the outcome is unclear
   */
  announce(parcel: Parcel, how: { recipient: PostalAddress; weightGrams: number }): Promise<Announced>;
  /** The stations of a parcel. @throws Refusal `carrier-unavailable` */
  look(parcelId: string): Promise<Station[]>;
}

/** The followers of shipments in this process. */
export interface Tracking {
  /** The updates after the event with that number, then new ones. It is refused with `streams-exhausted` when it is answered. */
  follow(shipment: Shipment, lastNumber: number): EventStream;
  /** Notifies followers of these shipments now: they were changed in this process. */
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
  /** Verifies the carrier's callbacks. */
  readonly callbackSecret: string;
  readonly timing: Timing;
  /** The pause after so many failures in a row. */
  readonly pauseSeconds: (failures: number) => number;
  readonly now: () => Date;
  readonly newShipmentId: () => string;
  readonly countCallback: (result: CallbackResult) => void;
  readonly log: { warn(fields: object, message: string): void };
}
