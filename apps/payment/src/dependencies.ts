import type { BookAccount, BookMovement, Reconciliation, TroubleKind } from "@caravan/contracts";
import type { Movement } from "./domain/books.ts";
import type { Change } from "./domain/change.ts";
import type { Seen } from "./domain/observe.ts";
import type { Payment } from "./domain/payment.ts";
import type { StatementLine } from "./domain/reconcile.ts";
import type { RefundOutcome } from "./domain/refunds.ts";
import type { Lane } from "./domain/schedule.ts";

/** Decides a change of a payment; pure, since the transaction may run again. May refuse. */
export type Decide = (payment: Payment) => Change;

/** The outcome of a callback: applied, applied before, or for an unknown payment. */
export type CallbackOutcome = "applied" | "seen" | "unknown";

/** The outcome of a callback, and the payment if it was applied. */
export interface AppliedCallback {
  readonly outcome: CallbackOutcome;
  readonly payment: Payment | undefined;
}

/** A page of payments in trouble: after the one with that id, in the order of their ids. */
export interface TroublePage {
  readonly kind: TroubleKind | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/** All payments. A change, its movements and its events are written atomically. */
export interface PaymentStore {
  /** Writes a new payment; false when its order has one of this attempt already. */
  insert(payment: Payment): Promise<boolean>;
  find(id: string): Promise<Payment | undefined>;
  /** The payments of an order, oldest first. */
  findByOrder(orderId: string): Promise<Payment[]>;
  /** @throws Refusal `payment-unknown`; what `decide` throws */
  change(id: string, decide: Decide): Promise<Payment>;
  /** The same, once per callback id. @throws what `decide` throws; the id then does not count as seen */
  changeOnce(callbackId: string, id: string, decide: Decide): Promise<AppliedCallback>;
  /** Records that no payment may be begun for this order any more. A payment begun after this is read with that mark. */
  endOrder(orderId: string, at: Date): Promise<void>;
  /** Claims due payments of a lane, oldest first, and postpones them, so that no other worker takes them meanwhile. */
  claimDue(lane: Lane, now: Date, limit: number, pollAfterSeconds: number): Promise<Payment[]>;
  /** Makes these payments due now. */
  makeDueNow(ids: readonly string[], now: Date): Promise<void>;
  /** Those of these refunds that are requested and not done yet. */
  pendingRefunds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  inTrouble(page: TroublePage): Promise<Payment[]>;
  /** For metrics: payments in trouble by kind, and the age of the oldest unfinished one. */
  standing(): Promise<Standing>;
}

/** The number of payments in trouble. */
export interface Standing {
  readonly troubled: ReadonlyMap<TroubleKind, number>;
  readonly oldestUnfinished: Date | undefined;
}

/** The double-entry books. */
export interface Books {
  /** The balances of all movements; read from the newest closing on. */
  balances(): Promise<readonly { account: BookAccount; balanceCents: number }[]>;
  movements(page: {
    paymentId: string | undefined;
    before: string | undefined;
    limit: number;
  }): Promise<BookMovement[]>;
  byReferences(references: readonly string[]): Promise<BookMovement[]>;
  /** Captures and refunds booked within a period, start included, end excluded: page by page, oldest first. */
  exchanged(from: Date, to: Date): AsyncIterable<readonly BookMovement[]>;
  /** Writes the balances at the next full hours that have settled, so that no movement can be booked before them. */
  close(now: Date): Promise<void>;
  /** Writes movements without a payment's change; one with a known reason and reference is skipped. */
  record(movements: readonly Movement[], at: Date): Promise<void>;
}

/** The last comparison of each day. */
export interface Reconciliations {
  /** Claims a day for its comparison, unless one began after the given time: for one of several replicas. */
  claim(date: string, begunBefore: Date, now: Date): Promise<boolean>;
  save(result: Reconciliation): Promise<void>;
  find(date: string): Promise<Reconciliation | undefined>;
}

/** A message of the provider, once its signature is verified. */
export interface ProviderCallback {
  /** The same on every delivery. */
  readonly id: string;
  /** The state of a payment or of a refund; undefined when it is about neither of ours. */
  readonly seen: Seen | undefined;
  readonly refund: SeenRefund | undefined;
}

/** The state of a refund at the provider. */
export interface SeenRefund {
  readonly paymentId: string;
  readonly refundId: string;
  readonly outcome: RefundOutcome;
}

/**
 * The payment provider. Every command is idempotent, and returns the current state of the payment, which
 * may differ from the requested one. Rejects with a Refusal: `provider-refused` when the provider refused for good and nothing
 * has changed, `provider-denies-us` when it does not accept our key, `provider-unavailable` when the outcome is unknown.
 */
export interface PaymentProvider {
  readonly name: "bank" | "stripe";
  /** Begins the payment, or finds it; while it waits for the shopper, the latest return address counts. */
  create(payment: Payment): Promise<Seen>;
  /** Whether `create` can change the return address; otherwise the payment is cancelled, and another one begun. */
  readonly canReaddress: boolean;
  /** Finds the payment by our id, and never begins it. */
  find(payment: Payment): Promise<Seen | undefined>;
  read(payment: Payment): Promise<Seen>;
  capture(payment: Payment): Promise<Seen>;
  /** Cancels it for good. */
  void(payment: Payment): Promise<Seen>;
  /** Refunds once per refund id, or returns the state of that refund. @throws Refusal `refund-refused` when it can never be done */
  refund(
    payment: Payment,
    refund: { readonly id: string; readonly amountCents: number },
  ): Promise<Exclude<RefundOutcome, "refused">>;
  /** The movements of a day in UTC, page by page; each is read on demand. */
  statement(date: string): AsyncIterable<readonly StatementLine[]>;
  /** The header that carries the signature, and the secret it is made with. */
  readonly signature: { readonly header: string; readonly secret: string };
  /** Parses a message. @throws ValiError when it does not fit the contract */
  parseCallback(body: unknown): ProviderCallback;
}

/** Metrics and logs. */
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
