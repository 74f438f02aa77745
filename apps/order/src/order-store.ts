import type { Entry, Order } from "./domain/order.ts";
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
