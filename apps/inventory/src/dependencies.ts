import type { WarehouseLevel } from "@caravan/contracts";
import type { HoldPlan } from "./domain/plan-holds.ts";
import type { Reservation, Transition, Wanted } from "./domain/reservation.ts";
import type { Level, RecordedMove } from "./domain/stock.ts";

/** What became of reservations. `taken-again`: a hold was committed after it had expired, and stock was still there. */
export type Outcome =
  | "held"
  | "out-of-stock"
  | "committed"
  | "released"
  | "expired"
  | "returned"
  | "taken-again";

/** What became of an attempt to hold stock: held, some line wants too much, or the order has a reservation already. */
export type HoldOutcome = HoldPlan | { readonly outcome: "order-known" };

/** Judges a reservation: what is to become of it, or a refusal. */
export type Decide = (reservation: Reservation) => Transition;

/** A reservation after a decision, and whether anything changed. */
export interface Change {
  readonly reservation: Reservation;
  readonly before: Reservation["status"];
  readonly changed: boolean;
}

/** What became of reservations whose time was over. */
export interface DueOutcome {
  readonly changed: number;
  readonly failed: readonly { readonly id: string; readonly error: unknown }[];
}

/** Reservations, with the stock they hold and the ledger: whatever changes one changes all in one transaction. */
export interface ReservationStore {
  hold(wanted: Wanted, now: Date): Promise<HoldOutcome>;
  find(id: string): Promise<Reservation | undefined>;
  findByOrder(orderId: string): Promise<Reservation | undefined>;
  /**
   * Lets `decide` judge the reservation while nobody else can change it, and does what it says. It runs again when the
   * database asks for that.
   *
   * @throws Refusal `reservation-unknown`, `out-of-stock` when stock must be taken again and is gone; what `decide` throws
   */
  change(id: string, decide: Decide, now: Date): Promise<Change>;
  /**
   * The same for up to `limit` held reservations whose time is over; skips those another replica is at and those named. When they
   * cannot be changed together each is tried alone.
   */
  changeDue(decide: Decide, now: Date, limit: number, except: readonly string[]): Promise<DueOutcome>;
}

/** Something that staff does to the stock of one SKU in one warehouse, once per key. */
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
  /** Levels of the SKUs that are known, in each warehouse, in no particular order. */
  levels(skus: readonly string[]): Promise<Level[]>;
  /** @throws Refusal `sku-unknown`, `warehouse-unknown`, `idempotency-key-reused`, `idempotency-key-in-progress` */
  restock(arrival: Arrival): Promise<StoredReply>;
  /** @throws Refusal the same, and `count-below-reserved` */
  correctCount(count: Count): Promise<StoredReply>;
  movements(page: { sku: string; before: number | undefined; limit: number }): Promise<RecordedMove[]>;
}

/** A reply as it was kept under its key. */
export interface StoredReply {
  readonly status: number;
  readonly body: WarehouseLevel;
  /** It was stored earlier; nothing happened this time. */
  readonly replayed: boolean;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly reservations: ReservationStore;
  readonly stock: StockStore;
  readonly app: string;
  readonly version: string;
  readonly now: () => Date;
  readonly newReservationId: () => string;
  /** How long stock stays held for an order that is not paid. */
  readonly holdMinutes: number;
  /** Told what became of reservations, for the metrics. */
  readonly count: (outcome: Outcome, count?: number) => void;
  /** Told how many reservations this process cannot expire at the moment. */
  readonly showUnexpired: (count: number) => void;
  readonly log: { error(fields: object, message: string): void };
}
