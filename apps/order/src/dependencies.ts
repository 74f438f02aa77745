import type { Payment, PostalAddress, ReservationLine, SagaStep } from "@caravan/contracts";
import type { Outcome } from "./domain/facts.ts";
import type { Entry, Order, Price } from "./domain/order.ts";
import type { Refunds } from "./domain/refunds.ts";
import type { Limits, RefundPlan } from "./domain/saga.ts";
import type { Transition } from "./domain/transition.ts";
import type { Unpaid } from "./domain/unpaid.ts";

/** Who asks: a guest or an account, and the guest that the account was before. */
export interface Person {
  readonly subject: string;
  readonly formerly?: string | undefined;
}

/** A POST and the key it came with. */
export interface KeyedRequest {
  /** Whose key it is: route and caller. */
  readonly scope: string;
  readonly key: string;
  /** What must be the same when the key comes again. */
  readonly content: object;
  /** Makes the id that every attempt with this key shares. */
  readonly newResourceId: () => string;
}

/** The wish for an order. Its key is kept with the order, so it makes one order, whoever the shopper is by then. */
export interface PlaceRequest extends KeyedRequest {
  readonly shopper: Person;
}

/** An order to be written once it is known whose it is, and what they hold unpaid. @throws Refusal when it is not to be */
export type PlaceDecision = (shopperId: string, unpaid: Unpaid) => Transition;

/** How a reply is stored under its key: without what must be forgotten with the order, and completed again from it. */
export interface ReplyForm<B> {
  readonly make: (order: Order, timeline: readonly Entry[]) => B;
  readonly withoutPersonal: (reply: B) => B;
  readonly withPersonal: (reply: B, order: Order, timeline: readonly Entry[]) => B;
  readonly orderIdOf: (reply: B) => string;
}

/** A reply as it was kept under its key. */
export interface StoredReply<B> {
  readonly status: number;
  readonly body: B;
  /** It was stored earlier; nothing happened this time. */
  readonly replayed: boolean;
}

/** Judges an order that nobody else can change meanwhile. It may run again, so it has no effect of its own. */
export type Decide = (order: Order) => Transition;

/** From when until when somebody takes care of an order's steps. */
export interface Lease {
  readonly now: Date;
  readonly until: Date;
}

/** A change of one order. */
export interface OrderChange {
  readonly orderId: string;
  readonly decide: Decide;
  /** Applied once per consumer and event. */
  readonly event?: { readonly consumer: string; readonly id: string };
  /** Until when the caller takes care of a step that is due by now; left out, the step is for whoever comes. */
  readonly lease?: Lease | undefined;
  /** W3C trace context of what caused it, for its events. */
  readonly traceparent?: string | undefined;
}

/** An order after a change. */
export interface Changed {
  readonly before: Order;
  readonly order: Order;
  /** The caller has the lease now, and must take the next step. */
  readonly leased: boolean;
}

/**
 * Does the work of a keyed request: changes the order and stores the reply, both or neither. Without a reply the change stays
 * and the key is free; the work must then throw.
 */
export type SaveReply<B> = <R extends B | undefined>(
  change: OrderChange,
  reply: (order: Order, timeline: readonly Entry[]) => R,
) => Promise<{ readonly body: R; readonly changed: Changed }>;

/** The part of {@link ReplyForm} that a changing request needs, and of which order its reply tells. */
export interface Replay<B> extends Pick<ReplyForm<B>, "withoutPersonal" | "withPersonal"> {
  readonly orderId: string;
}

/** The right to place an order under its key, until it is disposed of. */
export interface Placement<B> extends AsyncDisposable {
  /** The same for every attempt with this key: inventory then recognises what an earlier one held. */
  readonly orderId: string;
  /** What the shopper holds unpaid already, as far as is known without a lock. */
  readonly unpaid: Unpaid;
  /**
   * Writes the order and its reply, both or neither. Replayed when another attempt has made the order of this key meanwhile.
   *
   * @throws Refusal `account-erased`, `idempotency-key-in-progress`; what the decision throws
   */
  insert(decide: PlaceDecision): Promise<StoredReply<B>>;
}

/** The wish to change an order, and how its reply is kept. */
export interface ChangeRequest<B> extends KeyedRequest {
  readonly status: number;
  readonly replay?: Replay<B>;
}

/** Which orders staff wants to see. */
export interface OrderSearch {
  readonly status: Order["status"] | undefined;
  readonly stuck: boolean | undefined;
  readonly before: string | undefined;
  readonly limit: number;
}

/** How many orders wait for their next step, and for how long. */
export interface SagaLag {
  readonly dueOrders: number;
  readonly oldestDueSeconds: number;
  /** Due orders that this version does not understand. */
  readonly notUnderstood: number;
  /** Orders that staff has to look at, by what for. */
  readonly attention: Readonly<Record<string, number>>;
}

/** The orders of all shoppers. */
export interface OrderStore {
  /**
   * Claims the key of a request to place an order, or gives the reply when the key has made one. A claim that ends without an
   * order leaves the key free.
   *
   * @throws Refusal `idempotency-key-reused`, `idempotency-key-in-progress`, `account-erased`
   */
  claimPlacement<B>(request: PlaceRequest, form: ReplyForm<B>): Promise<StoredReply<B> | Placement<B>>;
  /** Does the work of a request that changes an order once per key. @throws Refusal like `claimPlacement`, `order-unknown` */
  changeOnce<B>(
    request: ChangeRequest<B>,
    work: (resourceId: string, save: SaveReply<B>) => Promise<B>,
  ): Promise<StoredReply<B>>;
  /** Changes an order; undefined when there is none, or the event was applied before. */
  change(change: OrderChange): Promise<Changed | undefined>;
  /** An order and its timeline. */
  find(orderId: string): Promise<{ order: Order; timeline: Entry[] } | undefined>;
  /** The orders of these people, newest first, before the order with that id. */
  list(shopperIds: readonly string[], page: { before: string | undefined; limit: number }): Promise<Order[]>;
  search(search: OrderSearch, now: Date): Promise<Order[]>;
  /** Takes orders whose step is due, so that nobody else does before the lease ends. */
  claimDue(lease: Lease & { readonly limit: number }): Promise<Order[]>;
  /** Unfinished orders whose deadline is over and that have no step; also those that never got a deadline. */
  overdue(limits: {
    now: Date;
    withoutDeadlineBefore: Date;
    limit: number;
    except: readonly string[];
  }): Promise<string[]>;
  lag(now: Date): Promise<SagaLag>;
  /** The account that a guest is by now, or the person itself. */
  ownerOf(subject: string): Promise<string>;
  /** What was the guest's is the account's; once per event. */
  joinGuest(eventId: string, guestId: string, userId: string): Promise<void>;
  /**
   * Forgets where somebody lives, as soon as no parcel needs it, also as the guests they were; once per event.
   */
  forget(eventId: string, shopperId: string, now: Date, guests?: readonly string[]): Promise<void>;
}

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
