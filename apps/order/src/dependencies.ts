import type { Payment, PostalAddress, Quote, Refusal, ReservationLine, SagaStep } from "@caravan/contracts";
import type { Prices } from "@caravan/prices";
import type { Outcome } from "./domain/facts.ts";
import type { Order } from "./domain/order.ts";
import type { Refunds } from "./domain/refunds.ts";
import type { Limits, RefundPlan } from "./domain/saga.ts";
import type { Lease, OrderStore } from "./order-store.ts";

/** What inventory must know of an order to hold its goods. */
export interface ReserveOrder extends Pick<Order, "id" | "allotmentId"> {
  readonly lines: readonly ReservationLine[];
}

/** The part of inventory that an order needs. */
export interface Inventory {
  /** Holds all lines for the order, from its allotment if it has one; a repetition returns the same reservation. */
  reserve(order: ReserveOrder): Promise<Outcome>;
  commit(reservationId: string): Promise<Outcome>;
  release(reservationId: string): Promise<Outcome>;
  return(reservationId: string): Promise<Outcome>;
}

/** The part of payment that an order needs. */
export interface Payments {
  /** Begins the payment of the order, or finds the one begun. @throws Refusal `payment-unavailable`; payment's refusal of the request */
  start(order: Order, returnUrl: string): Promise<Payment>;
  /** The state of a payment's refunds. @throws Refusal when payment is unreachable */
  refunds(paymentId: string): Promise<Refunds>;
  check(paymentId: string): Promise<Outcome>;
  capture(paymentId: string): Promise<Outcome>;
  /** Cancels the payment, or refunds what it captured. */
  cancel(paymentId: string): Promise<Outcome>;
  /** The same for all payments of the order, known to us or not; no further one can be begun for it. */
  cancelAll(order: Pick<Order, "id" | "paymentId">): Promise<Outcome>;
  refund(paymentId: string, plan: RefundPlan): Promise<Outcome>;
}

/** The part of logistics that an order needs. */
export interface Logistics {
  /** Prepares the shipment, or finds the one made and returns its state. */
  ship(order: Order, deliverTo: PostalAddress): Promise<Outcome>;
  cancel(shipmentId: string): Promise<Outcome>;
  fetchBack(shipmentId: string): Promise<Outcome>;
}

/** How promotion answers a try. */
export type Tried =
  | { readonly kind: "held"; readonly quote: Quote }
  /** The id was tried with something else or is cancelled: another one may be tried. */
  | { readonly kind: "ended"; readonly cause: unknown }
  /** For good: the shopper gets this refusal, and nothing is held. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** Something may be held. */
  | { readonly kind: "unclear"; readonly cause: unknown };

/** The part of promotion that an order needs. */
export interface Promotions {
  /** Whether price rules count now, at most two seconds old; undefined while promotion does not answer. Never rejects. */
  hasRules(): Promise<boolean | undefined>;
  /** Whether price rules counted when promotion last answered. */
  hadRules(): boolean;
  /** Prices the order and holds what it takes, under the order's id. */
  tryUse(order: Order, codes: readonly string[]): Promise<Tried>;
  confirm(orderId: string): Promise<Outcome>;
  /** Gives back what is held or used. What was never tried is not given to a try that comes later. */
  cancel(orderId: string): Promise<Outcome>;
}

/** Performs the steps of orders, of many at a time. */
export interface SagaRunner {
  /** A lease for an order that is about to get a step; undefined when saturated, so that the next poll takes it. */
  lease(): Lease | undefined;
  /** Performs the steps of a leased order in the background. Never throws. */
  start(order: Order): void;
  /** Claims orders whose step is due, as long as there is room. */
  poll(): Promise<void>;
  /** Resolves when no order is under way. */
  idle(): Promise<void>;
  /** Claims no further orders, and resolves when none is under way. */
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
  readonly promotions: Promotions;
  readonly runner: SagaRunner;
  readonly limits: Limits;
  readonly countPlaced: () => void;
  readonly countRefused: (code: string) => void;
  /** An order goes on at list price, as promotion does not answer, while price rules count. */
  readonly countDiscountMissed: () => void;
  readonly countStep: (step: SagaStep, outcome: Outcome["kind"]) => void;
  readonly countConfirmed: (seconds: number) => void;
  readonly now: () => Date;
  /** From 0 to 1, the jitter of pauses. */
  readonly random: () => number;
  /** In the cohort of its shopper, who asks for it (`newIdOf`). */
  readonly newOrderId: (shopperId: string) => string;
}
