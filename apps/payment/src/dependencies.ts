import type { BookAccount, BookMovement, Reconciliation, TroubleKind } from "@caravan/contracts";
import type { Movement } from "./domain/books.ts";
import type { Change } from "./domain/change.ts";
import type { Seen } from "./domain/observe.ts";
import type { Payment } from "./domain/payment.ts";
import type { StatementLine } from "./domain/reconcile.ts";
import type { RefundOutcome } from "./domain/refunds.ts";
import type { Lane } from "./domain/schedule.ts";

/** How a payment changes; pure, and run again when the transaction has to be. May refuse. */
export type Decide = (payment: Payment) => Change;

/** What became of a callback: applied, applied before, or for a payment that is none of ours. */
export type CallbackOutcome = "applied" | "seen" | "unknown";

/** Which payments in trouble are asked for: after the one with that id, in the order of their ids. */
export interface TroublePage {
  readonly kind: TroubleKind | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/** All payments. A change, its movements and its events are written together or not at all. */
export interface PaymentStore {
  /** Writes a new payment; false when its order has one of this attempt already. */
  insert(payment: Payment): Promise<boolean>;
  find(id: string): Promise<Payment | undefined>;
  /** The payments of an order, oldest first. */
  findByOrder(orderId: string): Promise<Payment[]>;
  /** @throws Refusal `payment-unknown`; what `decide` throws */
  change(id: string, decide: Decide): Promise<Payment>;
  /** The same, once per callback id. @throws what `decide` throws; the id is then not taken as seen */
  changeOnce(callbackId: string, id: string, decide: Decide): Promise<CallbackOutcome>;
  /** Remembers that nothing is begun for this order any more. Whoever begins a payment after this finds it with the payment. */
  endOrder(orderId: string, at: Date): Promise<void>;
  /** Takes payments of a lane whose time has come, oldest first, and puts them off, so that no other worker takes them meanwhile. */
  claimDue(lane: Lane, now: Date, limit: number, pollAfterSeconds: number): Promise<Payment[]>;
  /** Makes the worker look at these payments now. */
  hasten(ids: readonly string[], now: Date): Promise<void>;
  /** Those of these refunds that are asked for and not done yet. */
  pendingRefunds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  inTrouble(page: TroublePage): Promise<Payment[]>;
  /** What the metrics show: payments in trouble by kind, and since when the oldest unfinished one is. */
  standing(): Promise<Standing>;
}

/** How much does not go on by itself. */
export interface Standing {
  readonly troubled: ReadonlyMap<TroubleKind, number>;
  readonly oldestUnfinished: Date | undefined;
}

/** The double-entry books. */
export interface Books {
  /** Of all that was booked; read from the newest closing on. */
  balances(): Promise<readonly { account: BookAccount; balanceCents: number }[]>;
  movements(page: {
    paymentId: string | undefined;
    before: string | undefined;
    limit: number;
  }): Promise<BookMovement[]>;
  byReferences(references: readonly string[]): Promise<BookMovement[]>;
  /** Captures and refunds booked within a period, first moment included, last not: page by page, oldest first. */
  exchanged(from: Date, to: Date): AsyncIterable<readonly BookMovement[]>;
  /** Writes the balances at the next full hours that are over for so long that nothing is booked before them any more. */
  close(now: Date): Promise<void>;
  /** Writes movements that stand for themselves; one with a reason and reference that are known is left out. */
  record(movements: readonly Movement[], at: Date): Promise<void>;
}

/** The last comparison of each day. */
export interface Reconciliations {
  /** Takes a day for comparing it, unless that was begun after the given moment: by one of several replicas. */
  claim(date: string, begunBefore: Date, now: Date): Promise<boolean>;
  save(result: Reconciliation): Promise<void>;
  find(date: string): Promise<Reconciliation | undefined>;
}

/** A message of the provider, once its signature is known to be right. */
export interface ProviderCallback {
  /** The same on every delivery. */
  readonly id: string;
  /** What it says of a payment, or of a refund; undefined when it is about nothing of ours. */
  readonly seen: Seen | undefined;
  readonly refund: SeenRefund | undefined;
}

/** A refund as the provider sees it. */
export interface SeenRefund {
  readonly paymentId: string;
  readonly refundId: string;
  readonly outcome: RefundOutcome;
}

/**
 * Whoever takes the money. Every command may be repeated and is then done once. Each replies how the payment stands now, which
 * may be another state than was asked for. Rejects with a Refusal: `provider-refused` when the provider said no for good and nothing
 * has changed, `provider-denies-us` when it does not accept our key, `provider-unavailable` when nobody knows the outcome.
 */
export interface PaymentProvider {
  readonly name: "bank" | "stripe";
  /** Begins the payment, or finds it; of a payment that waits for the shopper the address to return to is the newest one. */
  create(payment: Payment): Promise<Seen>;
  /** Whether `create` can give another address to return to; otherwise the payment is given up, and another one begun. */
  readonly canReaddress: boolean;
  /** Finds the payment by our name for it, and never begins it. */
  find(payment: Payment): Promise<Seen | undefined>;
  read(payment: Payment): Promise<Seen>;
  capture(payment: Payment): Promise<Seen>;
  /** Gives it up for good. */
  void(payment: Payment): Promise<Seen>;
  /** Gives money back, once per refund id, or tells how far that is. @throws Refusal `refund-refused` when it can never be done */
  refund(
    payment: Payment,
    refund: { readonly id: string; readonly amountCents: number },
  ): Promise<Exclude<RefundOutcome, "refused">>;
  /** The movements of a day in UTC, page by page; each is read when it is asked for. */
  statement(date: string): AsyncIterable<readonly StatementLine[]>;
  /** The header that carries the signature, and the secret it is made with. */
  readonly signature: { readonly header: string; readonly secret: string };
  /** Understands a message. @throws ValiError when it does not fit the contract */
  parseCallback(body: unknown): ProviderCallback;
}

/** What is counted and told beside the reply. */
export interface Observer {
  callback(result: CallbackOutcome | "refused" | "differs"): void;
  differences(count: number): void;
  /** The provider refused something for good. */
  refused(what: string): void;
  standing(standing: Standing): void;
  warn(fields: object, message: string): void;
}

/** All that the use cases need from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly payments: PaymentStore;
  readonly books: Books;
  readonly reconciliations: Reconciliations;
  readonly provider: PaymentProvider;
  readonly pollAfterSeconds: number;
  readonly now: () => Date;
  readonly newPaymentId: () => string;
  readonly newRefundId: () => string;
  readonly observer: Observer;
}
