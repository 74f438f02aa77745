import type { Payment, PostalAddress, ReservationLine, SagaStep } from "@caravan/contracts";
import type { Outcome } from "./domain/facts.ts";
import type { Order, Price } from "./domain/order.ts";
import type { Refunds } from "./domain/refunds.ts";
import type { Limits, RefundPlan } from "./domain/saga.ts";
import type { Lease, OrderStore } from "./order-store.ts";

/** Prices of the catalogue, at most two seconds old. */
export interface Prices {
  /** Prices of the SKUs that exist. @throws Refusal `prices-unavailable` */
  of(skus: readonly string[]): Promise<ReadonlyMap<string, Price>>;
}

/** Stock, as far as an order needs it. */
export interface Inventory {
  /** Holds all lines for the order; the same order asks again, the same reservation answers. */
  reserve(orderId: string, lines: readonly ReservationLine[]): Promise<Outcome>;
  commit(reservationId: string): Promise<Outcome>;
  release(reservationId: string): Promise<Outcome>;
  return(reservationId: string): Promise<Outcome>;
}

/** Money, as far as an order needs it. */
export interface Payments {
  /** Begins the payment of the order, or finds the one begun. @throws Refusal `payment-unavailable`; what payment says of the request */
  start(order: Order, returnUrl: string): Promise<Payment>;
  /** What became of a payment's refunds. @throws Refusal when it cannot be asked */
  refunds(paymentId: string): Promise<Refunds>;
  check(paymentId: string): Promise<Outcome>;
  capture(paymentId: string): Promise<Outcome>;
  /** Makes sure that no money of this payment stays with us. */
  cancel(paymentId: string): Promise<Outcome>;
  /** The same for all payments of the order, known or not; and none is begun for it any more. */
  cancelAll(order: Pick<Order, "id" | "paymentId">): Promise<Outcome>;
  refund(paymentId: string, plan: RefundPlan): Promise<Outcome>;
}

/** Parcels, as far as an order needs them. */
export interface Logistics {
  /** Prepares the shipment, or finds the one made and tells where it is. */
  ship(order: Order, deliverTo: PostalAddress): Promise<Outcome>;
  cancel(shipmentId: string): Promise<Outcome>;
  fetchBack(shipmentId: string): Promise<Outcome>;
}

/** Takes the steps of orders, of many at a time. */
export interface SagaRunner {
  /** A lease for an order that is about to get a step; undefined when enough is under way, so that the next poll takes it. */
  lease(): Lease | undefined;
  /** Takes the steps of an order that was leased, without waiting for it. Never throws. */
  start(order: Order, traceparent?: string): void;
  /** Takes every order whose step is due, as long as there is room. */
  poll(): Promise<void>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  /** Takes nothing new, and resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly orders: OrderStore;
  readonly prices: Prices;
  readonly inventory: Inventory;
  readonly payments: Payments;
  readonly logistics: Logistics;
  readonly runner: SagaRunner;
  readonly limits: Limits;
  readonly countPlaced: () => void;
  readonly countRefused: (code: string) => void;
  readonly countStep: (step: SagaStep, outcome: Outcome["kind"]) => void;
  readonly countConfirmed: (seconds: number) => void;
  readonly now: () => Date;
  /** From 0 to 1, for pauses that are not to be the same everywhere. */
  readonly random: () => number;
  readonly newOrderId: () => string;
}
