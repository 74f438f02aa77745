import type { Order as OrderReply, ReservationLine } from "@caravan/contracts";
import type { Order, Price } from "./domain/order.ts";

/** Who orders what, under which key. */
export interface PlaceRequest {
  readonly shopperId: string;
  readonly key: string;
  readonly lines: readonly ReservationLine[];
}

/** A reply as it was kept under its key. */
export interface StoredReply {
  readonly status: number;
  readonly body: OrderReply;
  /** It was stored earlier; nothing happened this time. */
  readonly replayed: boolean;
}

/** Writes the order, its event and the reply under its key: all of them or none. */
export type SaveOrder = (order: Order) => Promise<OrderReply>;

/** The orders of all shoppers. */
export interface OrderStore {
  /**
   * Does the work once per shopper and key. An attempt that ended without an order leaves the key free, and the next one
   * gets the same `orderId`: inventory then recognises what the first one held.
   *
   * @throws Refusal `idempotency-key-reused`, `idempotency-key-in-progress`; what the work throws
   */
  placeOnce(
    request: PlaceRequest,
    work: (orderId: string, save: SaveOrder) => Promise<OrderReply>,
  ): Promise<StoredReply>;
  /** The shopper's own order; undefined for anybody else's. */
  find(shopperId: string, orderId: string): Promise<Order | undefined>;
  /** The shopper's own orders, newest first, before the order with that id. */
  list(shopperId: string, page: { before: string | undefined; limit: number }): Promise<Order[]>;
}

/** Prices of the catalogue, at most two seconds old. */
export interface Prices {
  /** Prices of the SKUs that exist. @throws Refusal `prices-unavailable` */
  of(skus: readonly string[]): Promise<ReadonlyMap<string, Price>>;
}

/** Stock, as far as an order needs it. */
export interface Inventory {
  /**
   * Holds all lines for the order, or tells why not; the same order asks again, the same reservation answers.
   *
   * @throws Refusal `out-of-stock`, `sku-unknown`, `reservation-ended`; `stock-check-unavailable` when nobody knows the outcome
   */
  hold(orderId: string, lines: readonly ReservationLine[]): Promise<{ reservationId: string }>;
  /** Gives a hold back if it can be done quickly; never rejects, since expiry gives back the rest. */
  release(reservationId: string): Promise<void>;
  /** The same where the outcome of `hold` is unknown. */
  releaseOrder(orderId: string, lines: readonly ReservationLine[]): Promise<void>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  /** Verifies the guest cookie. */
  readonly shopperKey: string;
  readonly orders: OrderStore;
  readonly prices: Prices;
  readonly inventory: Inventory;
  readonly now: () => Date;
  readonly newOrderId: () => string;
}
