import type { Entry, Order } from "./domain/order.ts";
import type { Transition } from "./domain/transition.ts";
import type { Unpaid } from "./domain/unpaid.ts";

/** The caller: a guest or an account, and the guest that the account was before. */
export interface Person {
  readonly subject: string;
  readonly formerly?: string | undefined;
}

/** A POST and the key it came with. */
export interface KeyedRequest {
  /** Whose key it is: route and caller. */
  readonly scope: string;
  readonly key: string;
  /** The content, which must be equal when the key comes again. */
  readonly content: object;
  /** Makes the id that all attempts with this key share. */
  readonly newResourceId: () => string;
}

/** A request for an order. Its key is stored with the order, so it makes one order, also after the guest joined an account. */
export interface PlaceRequest extends KeyedRequest {
  readonly shopper: Person;
}

/** Decides the order once its owner and their unpaid orders are known. @throws Refusal when it must not be placed */
export type PlaceDecision = (shopperId: string, unpaid: Unpaid) => Transition;

/** How a reply is stored under its key: without personal data, and completed from the order when replayed. */
export interface ReplyForm<B> {
  readonly make: (order: Order, timeline: readonly Entry[]) => B;
  readonly withoutPersonal: (reply: B) => B;
  readonly withPersonal: (reply: B, order: Order, timeline: readonly Entry[]) => B;
  readonly orderIdOf: (reply: B) => string;
}

/** A reply as stored under its key. */
export interface StoredReply<B> {
  readonly status: number;
  readonly body: B;
  /** It was stored earlier; nothing changed this time. */
  readonly replayed: boolean;
}

/** Decides a change of an order while its row is locked. It may run again, so it must be pure. */
export type Decide = (order: Order) => Transition;

/** The time during which one process takes an order's steps. */
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
  /** The lease that the caller wants on a due step; without it the step is left to the next poll. */
  readonly lease?: Lease | undefined;
}

/** An order after a change. */
export interface Changed {
  readonly before: Order;
  readonly order: Order;
  /** The caller holds the lease now, and must take the next step. */
  readonly leased: boolean;
}

/**
 * Does the work of a keyed request: changes the order and stores the reply atomically. Without a reply the change stays
 * and the key is free; the work must then throw.
 */
export type SaveReply<B> = <R extends B | undefined>(
  change: OrderChange,
  reply: (order: Order, timeline: readonly Entry[]) => R,
) => Promise<{ readonly body: R; readonly changed: Changed }>;

/** The part of {@link ReplyForm} that a changing request needs, and the order that its reply is about. */
export interface Replay<B> extends Pick<ReplyForm<B>, "withoutPersonal" | "withPersonal"> {
  readonly orderId: string;
}

/** The right to place an order under its key, until disposed. */
export interface Placement<B> extends AsyncDisposable {
  /** The same for every attempt with this key, so that inventory recognises an earlier hold. */
  readonly orderId: string;
  /** What the shopper holds unpaid already, read without a lock. */
  readonly unpaid: Unpaid;
  /**
   * Writes the order and its reply atomically. Replayed when another attempt has made the order of this key meanwhile.
   *
   * @throws Refusal `account-erased`, `idempotency-key-in-progress`; `idempotency-key-reused` when another shopper's order was made of
   * the same ticket; the decision's refusal
   */
  insert(decide: PlaceDecision): Promise<StoredReply<B>>;
}

/** A request to change an order, and how its reply is stored. */
export interface ChangeRequest<B> extends KeyedRequest {
  readonly status: number;
  readonly replay?: Replay<B>;
}

/** A search of staff. */
export interface OrderSearch {
  readonly status: Order["status"] | undefined;
  readonly stuck: boolean | undefined;
  readonly before: string | undefined;
  readonly limit: number;
}

/** The backlog of due steps: number and age. */
export interface SagaLag {
  readonly dueOrders: number;
  readonly oldestDueSeconds: number;
  /** Due orders that this version does not understand. */
  readonly notUnderstood: number;
  /** Orders that staff has to look at, by reason. */
  readonly attention: Readonly<Record<string, number>>;
}

/** The orders of all shoppers. */
export interface OrderStore {
  /**
   * Claims the key of a request to place an order, or returns the stored reply. A claim that ends without an
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
  /** The order that was made of a flash sale's ticket. */
  findByTicket(ticketId: string): Promise<Order | undefined>;
  /** The orders of these people, newest first, before the order with that id. */
  list(shopperIds: readonly string[], page: { before: string | undefined; limit: number }): Promise<Order[]>;
  search(search: OrderSearch, now: Date): Promise<Order[]>;
  /** Claims orders whose step is due, until the lease ends. */
  claimDue(lease: Lease & { readonly limit: number }): Promise<Order[]>;
  /** Orders without a step whose deadline is over, or that owe one to promotion (`owesPromotion`). */
  overdue(limits: { now: Date; limit: number; except: readonly string[] }): Promise<string[]>;
  lag(now: Date): Promise<SagaLag>;
  /** The account that a guest has joined, or the person itself. */
  ownerOf(subject: string): Promise<string>;
  /** Transfers the guest's orders to the account; once per event. */
  joinGuest(eventId: string, guestId: string, userId: string): Promise<void>;
  /**
   * Erases a shopper's addresses as soon as no parcel needs them, including those of the guests they were; once per event.
   */
  forget(eventId: string, shopperId: string, now: Date, guests?: readonly string[]): Promise<void>;
}
