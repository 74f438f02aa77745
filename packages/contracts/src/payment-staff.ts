import * as v from "valibot";
import { OrderId, PaymentId } from "./id.ts";
import { Page, PageQuery } from "./page.ts";
import { Payment } from "./payment.ts";
import { defineRoute } from "./route.ts";
import { CalendarDate, Timestamp } from "./time.ts";

/**
 * Accounts of the double-entry books. Assets: `bank-receivable`, `bank-account`. Liability: `customer-deposits`. Expenses:
 * `bank-fees`, `bank-adjustments`.
 */
export const BookAccount = v.picklist([
  "bank-receivable",
  "bank-account",
  "customer-deposits",
  "bank-fees",
  "bank-adjustments",
]);
export type BookAccount = v.InferOutput<typeof BookAccount>;

const Cents = v.pipe(v.number(), v.safeInteger());

/** One side of a movement. Debits are positive, credits negative: the lines of a movement sum to zero. */
export const BookLine = v.object({ account: BookAccount, amountCents: Cents });

/**
 * Why money moved. `refund-failed`: the shopper's bank did not take what was given back. `settlement-failed`: our bank did not take
 * what was paid out. `adjusted`: the provider took or gave on its own: disputes, failed payments, reserves.
 */
export const BookReason = v.picklist([
  "captured",
  "refunded",
  "settled",
  "fee",
  "corrected",
  "refund-failed",
  "settlement-failed",
  "adjusted",
]);

/** A movement of money, never edited. */
export const BookMovement = v.object({
  id: v.string(),
  reason: BookReason,
  paymentId: v.nullable(PaymentId),
  /** The provider's reference of the same movement. */
  reference: v.string(),
  lines: v.array(BookLine),
  at: Timestamp,
});
export type BookMovement = v.InferOutput<typeof BookMovement>;

/** A difference between the bank's statement and the books, with a suggestion. */
export const Difference = v.object({
  kind: v.picklist(["missing-in-books", "missing-at-bank", "amount-differs"]),
  reference: v.string(),
  paymentId: v.nullable(PaymentId),
  bankCents: v.nullable(Cents),
  booksCents: v.nullable(Cents),
  suggestion: v.string(),
});
export type Difference = v.InferOutput<typeof Difference>;

/** The bank's statement of a day against the books, line by line. */
export const Reconciliation = v.object({
  date: CalendarDate,
  status: v.picklist(["matched", "differences"]),
  matchedLines: v.number(),
  /** The first thousand. */
  differences: v.array(Difference),
  /** Their number, when these are not all. */
  differencesTotal: v.optional(v.number()),
  ranAt: Timestamp,
});
export type Reconciliation = v.InferOutput<typeof Reconciliation>;

/**
 * Why a payment needs staff. `no-answer`: many attempts without a final answer of the provider. `provider-refused`: a command was
 * refused for good. `refund-refused`: a refund was refused or failed. `unclaimed`: the bank holds money that is neither captured nor voided.
 */
export const TroubleKind = v.picklist(["no-answer", "provider-refused", "refund-refused", "unclaimed"]);
export type TroubleKind = v.InferOutput<typeof TroubleKind>;

/** A payment in trouble. */
export const TroubledPayment = v.object({
  payment: Payment,
  kind: TroubleKind,
  reason: v.string(),
  since: Timestamp,
  /** Attempts without progress, and the time of the next one; null when there is none. */
  attempts: v.number(),
  dueAt: v.nullable(Timestamp),
});
export type TroubledPayment = v.InferOutput<typeof TroubledPayment>;

export const paymentStaffRoutes = {
  findPayments: defineRoute({
    id: "findPayments",
    method: "GET",
    path: "/v1/staff/payments",
    summary: "Finds the payments of an order, oldest first.",
    access: "staff",
    query: v.strictObject({ orderId: OrderId }),
    success: { status: 200, body: v.object({ items: v.array(Payment) }) },
    refusals: [],
  }),
  listTroubledPayments: defineRoute({
    id: "listTroubledPayments",
    method: "GET",
    path: "/v1/staff/payments/troubled",
    summary: "Lists payments that need staff, oldest first, with the reason.",
    access: "staff",
    query: v.strictObject({ ...PageQuery, kind: v.optional(TroubleKind) }),
    success: { status: 200, body: Page(TroubledPayment) },
    refusals: ["cursor-unknown"],
  }),
  retryPayment: defineRoute({
    id: "retryPayment",
    method: "POST",
    path: "/v1/staff/payments/:paymentId/retry",
    summary:
      "Retries the unfinished commands now, and requests refused or failed refunds again under a new key.",
    access: "staff",
    idempotent: true,
    params: v.object({ paymentId: PaymentId }),
    success: { status: 200, body: Payment },
    refusals: [
      "payment-unknown",
      "refund-refused",
      "provider-refused",
      "provider-unavailable",
      "provider-denies-us",
    ],
  }),
  getTrialBalance: defineRoute({
    id: "getTrialBalance",
    method: "GET",
    path: "/v1/staff/books/balance",
    summary: "The balance of each account; their sum is zero.",
    access: "staff",
    success: {
      status: 200,
      body: v.object({
        accounts: v.array(v.object({ account: BookAccount, balanceCents: Cents })),
        sumCents: Cents,
      }),
    },
    refusals: [],
  }),
  listBookMovements: defineRoute({
    id: "listBookMovements",
    method: "GET",
    path: "/v1/staff/books/movements",
    summary: "Lists the movements of money, newest first.",
    access: "staff",
    query: v.strictObject({ ...PageQuery, paymentId: v.optional(PaymentId) }),
    success: { status: 200, body: Page(BookMovement) },
    refusals: ["cursor-unknown"],
  }),
  reconcile: defineRoute({
    id: "reconcile",
    method: "POST",
    path: "/v1/staff/reconciliations/:date",
    summary: "Compares the bank's statement of a day with the books now, and stores the result.",
    access: "staff",
    params: v.object({ date: CalendarDate }),
    success: { status: 200, body: Reconciliation },
    refusals: ["day-unknown", "provider-unavailable"],
  }),
  getReconciliation: defineRoute({
    id: "getReconciliation",
    method: "GET",
    path: "/v1/staff/reconciliations/:date",
    summary: "The last comparison of a day.",
    access: "staff",
    params: v.object({ date: CalendarDate }),
    success: { status: 200, body: Reconciliation },
    refusals: ["reconciliation-unknown"],
  }),
} as const;
