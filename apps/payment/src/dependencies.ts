import type { BookAccount, BookMovement, Reconciliation } from "@caravan/contracts";
import type { Movement } from "./domain/books.ts";
import type { Change } from "./domain/change.ts";
import type { Seen } from "./domain/observe.ts";
import type { Payment } from "./domain/payment.ts";
import type { StatementLine } from "./domain/reconcile.ts";

/** How a payment changes; pure, and run again when the transaction has to be. May refuse. */
export type Decide = (payment: Payment) => Change;

/** What became of a callback: applied, applied before, or for a payment that is none of ours. */
export type CallbackOutcome = "applied" | "seen" | "unknown";

/** All payments. A change, its movements and its events are written together or not at all. */
export interface PaymentStore {
  /** Writes a new payment; false when its order has one already. */
  insert(payment: Payment): Promise<boolean>;
  find(id: string): Promise<Payment | undefined>;
  findByOrder(orderId: string): Promise<Payment | undefined>;
  /** @throws Refusal `payment-unknown`; what `decide` throws */
  change(id: string, decide: Decide): Promise<Payment>;
  /** The same, once per callback id. @throws what `decide` throws; the id is then not taken as seen */
  changeOnce(callbackId: string, id: string, decide: Decide): Promise<CallbackOutcome>;
  /** Takes payments whose time has come, oldest first, and puts them off, so that no other worker takes them meanwhile. */
  claimDue(now: Date, limit: number, pollAfterSeconds: number): Promise<Payment[]>;
  /** Makes the worker look at these payments now. */
  hasten(ids: readonly string[], now: Date): Promise<void>;
}

/** The double-entry books. */
export interface Books {
  balances(): Promise<readonly { account: BookAccount; balanceCents: number }[]>;
  movements(page: {
    paymentId: string | undefined;
    before: string | undefined;
    limit: number;
  }): Promise<BookMovement[]>;
  byReferences(references: readonly string[]): Promise<BookMovement[]>;
  /** Captures and refunds booked within a period, first moment included, last not: page by page, oldest first. */
  exchanged(from: Date, to: Date): AsyncIterable<readonly BookMovement[]>;
  /** Writes movements that stand for themselves; one with a reason and reference that are known is left out. */
  record(movements: readonly Movement[], at: Date): Promise<void>;
}

/** The last comparison of each day. */
export interface Reconciliations {
  save(result: Reconciliation): Promise<void>;
  find(date: string): Promise<Reconciliation | undefined>;
}

/** A message of the provider, once its signature is known to be right. */
export interface ProviderCallback {
  /** The same on every delivery. */
  readonly id: string;
  /** Undefined for a message that is about nothing of ours. */
  readonly seen: Seen | undefined;
}

/**
 * Whoever takes the money. Every command may be repeated and is then done once. Each replies how the payment stands now, which
 * may be another state than was asked for. Rejects with the Refusal `provider-unavailable` when nobody knows the outcome.
 */
export interface PaymentProvider {
  readonly name: "bank" | "stripe";
  /** Begins the payment, or finds it. */
  create(payment: Payment): Promise<Seen>;
  read(payment: Payment): Promise<Seen>;
  capture(payment: Payment): Promise<Seen>;
  /** Gives it up for good. */
  void(payment: Payment): Promise<Seen>;
  /** Gives money back, once per refund id. @throws Refusal `refund-refused` when that can never be done */
  refund(payment: Payment, refund: { readonly id: string; readonly amountCents: number }): Promise<void>;
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
