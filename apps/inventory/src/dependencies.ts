import type { WarehouseLevel } from "@caravan/contracts";
import type { Allotment, NewAllotment } from "./domain/allotment.ts";
import type { HoldPlan } from "./domain/plan-holds.ts";
import type { Reservation, Transition, Wanted } from "./domain/reservation.ts";
import type { Level, RecordedMove } from "./domain/stock.ts";

/** Outcomes of reservations. `taken-again`: a hold was committed after it had expired, and stock was still there. */
export type Outcome =
  | "held"
  | "out-of-stock"
  | "committed"
  | "released"
  | "expired"
  | "returned"
  | "taken-again";

/** The outcome of an attempt to hold stock: held, short of stock, or the order has a reservation already. */
export type HoldOutcome = HoldPlan | { readonly outcome: "order-known" };

/** Decides the change of a reservation, or refuses. */
export type Decide = (reservation: Reservation) => Transition;

/** A reservation after a decision, and whether anything changed. */
export interface Change {
  readonly reservation: Reservation;
  readonly before: Reservation["status"];
  readonly changed: boolean;
}

/** The outcome of due reservations. */
export interface DueOutcome {
  readonly changed: number;
  readonly failed: readonly { readonly id: string; readonly error: unknown }[];
}

/** Reservations with their stock and ledger, which change in one transaction. */
export interface ReservationStore {
  hold(wanted: Wanted, now: Date): Promise<HoldOutcome>;
  find(id: string): Promise<Reservation | undefined>;
  findByOrder(orderId: string): Promise<Reservation | undefined>;
  /**
   * Runs `decide` while the reservation is locked, and writes its change. It may run again after a
   * deadlock.
   *
   * @throws Refusal `reservation-unknown`, `out-of-stock` when stock must be allocated again and is gone; what `decide` throws
   */
  change(id: string, decide: Decide, now: Date): Promise<Change>;
  /**
   * The same for up to `limit` due reservations; skips those that another replica has locked and those named. When they
   * cannot be changed together each is tried alone.
   */
  changeDue(decide: Decide, now: Date, limit: number, except: readonly string[]): Promise<DueOutcome>;
}

/** The outcome of an attempt to set pieces aside: done, short of stock, or the sale has an allotment already. */
export type OpenOutcome =
  | { readonly outcome: "opened"; readonly allotment: Allotment }
  | { readonly outcome: "short"; readonly levels: readonly Level[] }
  | { readonly outcome: "sale-known" };

/** Pieces that are set aside for flash sales. */
export interface AllotmentStore {
  /** Takes the pieces out of free stock, from as many warehouses as it needs. */
  open(wanted: NewAllotment, now: Date): Promise<OpenOutcome>;
  find(id: string): Promise<Allotment | undefined>;
  findBySale(saleId: string): Promise<Allotment | undefined>;
  /** Puts what is left back into free stock, once. @throws Refusal `allotment-unknown` */
  close(id: string, now: Date): Promise<Allotment>;
}

/** A change by staff of one SKU in one warehouse, once per key. */
export interface HandsOn {
  readonly sku: string;
  readonly warehouse: string;
  readonly actor: string;
  readonly key: string;
  readonly at: Date;
}
export interface Arrival extends HandsOn {
  readonly quantity: number;
}
export interface Count extends HandsOn {
  readonly counted: number;
  readonly reason: string;
}

/** Levels of stock and their ledger. */
export interface StockStore {
  /** Levels of the known SKUs, in each warehouse, in no particular order. */
  levels(skus: readonly string[]): Promise<Level[]>;
  /** @throws Refusal `sku-unknown`, `warehouse-unknown`, `idempotency-key-reused`, `idempotency-key-in-progress` */
  restock(arrival: Arrival): Promise<StoredReply>;
  /** @throws Refusal the same, and `count-below-reserved` */
  correctCount(count: Count): Promise<StoredReply>;
  movements(page: { sku: string; before: number | undefined; limit: number }): Promise<RecordedMove[]>;
}

/** A reply as stored under its key. */
export interface StoredReply {
  readonly status: number;
  readonly body: WarehouseLevel;
  /** It was stored earlier; nothing changed this time. */
  readonly replayed: boolean;
}

/** All that the service stores. */
export interface Stores {
  readonly reservations: ReservationStore;
  readonly allotments: AllotmentStore;
  readonly stock: StockStore;
}

/** All that the use cases need from outside. */
export interface Dependencies extends Stores {
  readonly app: string;
  readonly version: string;
  readonly now: () => Date;
  readonly newReservationId: () => string;
  readonly newAllotmentId: () => string;
  /** How long stock is held for an unpaid order. */
  readonly holdMinutes: number;
  /** Called with the outcomes of reservations, for the metrics. */
  readonly count: (outcome: Outcome, count?: number) => void;
  /** Called with the number of reservations that this process cannot expire at the moment. */
  readonly showUnexpired: (count: number) => void;
  readonly log: { error(fields: object, message: string): void };
}
