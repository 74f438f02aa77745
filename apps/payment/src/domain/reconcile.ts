import type { BookMovement, Difference } from "@caravan/contracts";
import {
  adjustedMovement,
  feeMovement,
  type Movement,
  settledMovement,
  settlementFailedMovement,
} from "./books.ts";

/** A line of the provider's statement, with the reference of the same movement in our books. */
export interface StatementLine {
  readonly type: "capture" | "refund" | "refund-failed" | "fee" | "payout" | "payout-failed" | "adjustment";
  /** Capture: our payment's id; refund, failed or not: our refund's id; otherwise the provider's own reference. */
  readonly reference: string;
  readonly paymentId: string | null;
  /**
   * The amount refunded, kept as fee, paid out or adjusted; for a failure the amount that came back;
   * negative for the reverse.
   */
  readonly amountCents: number;
  readonly at: Date;
}

const reasonOf = {
  capture: "captured",
  refund: "refunded",
  "refund-failed": "refund-failed",
  fee: "fee",
  payout: "settled",
  "payout-failed": "settlement-failed",
  adjustment: "adjusted",
} as const;

/** Types that increase our balance at the provider. */
const incoming: ReadonlySet<BookMovement["reason"]> = new Set([
  "captured",
  "refund-failed",
  "settlement-failed",
]);

/** The identity of a movement: the books have one per reason and reference. */
export const keyOf = ({ reason, reference }: Pick<BookMovement, "reason" | "reference">): string =>
  `${reason} ${reference}`;
/** The key that the line's movement has in the books. */
export const lineKey = (line: StatementLine): string =>
  keyOf({ reason: reasonOf[line.type], reference: line.reference });

/** The amount of a movement as the statement counts it. */
const centsOf = ({ reason, lines }: BookMovement): number => {
  const receivable = lines.find(({ account }) => account === "bank-receivable")?.amountCents ?? 0;
  return incoming.has(reason) ? receivable : -receivable;
};

/** Movements that the provider makes on its own: they are booked from the statement. */
const bookings: Partial<Record<StatementLine["type"], (reference: string, amountCents: number) => Movement>> =
  {
    fee: feeMovement,
    payout: settledMovement,
    "payout-failed": settlementFailedMovement,
    adjustment: adjustedMovement,
  };

export const movementsOf = (lines: readonly StatementLine[]): Movement[] =>
  lines.flatMap(({ type, reference, amountCents }) => {
    const book = bookings[type];
    return book === undefined || amountCents === 0 ? [] : [book(reference, amountCents)];
  });

/** Failed refunds whose payment the statement names. */
export const failedRefunds = (
  lines: readonly StatementLine[],
): { readonly paymentId: string; readonly refundId: string }[] =>
  lines.flatMap(({ type, paymentId, reference }) =>
    type === "refund-failed" && paymentId !== null ? [{ paymentId, refundId: reference }] : [],
  );

/**
 * Compares a page of a statement with the books, line by line. Lines do not depend on each other, so any cut into pages
 * gives the same result.
 *
 * @param known the books' movements with the references of these lines, whenever they were booked
 */
export const compare = (lines: readonly StatementLine[], known: ReadonlyMap<string, BookMovement>) => {
  const differences: Difference[] = [];
  let matchedLines = 0;
  for (const line of lines) {
    const found = known.get(lineKey(line));
    if (found !== undefined && centsOf(found) === line.amountCents) matchedLines += 1;
    else differences.push(found === undefined ? missingInBooks(line) : amountDiffers(line, found));
  }
  return { matchedLines, differences };
};

const missingInBooks = ({ type, reference, paymentId, amountCents }: StatementLine): Difference => ({
  kind: "missing-in-books",
  reference,
  paymentId,
  bankCents: amountCents,
  booksCents: null,
  suggestion:
    paymentId === null
      ? `No payment of ours has this ${type}. Ask the bank where it belongs.`
      : type === "capture"
        ? "The payment is being read from the bank again, which books it. Reconcile again in a minute."
        : "A refund that we did not ask for, or whose reply was lost. Reconcile again in a minute; if it stays, book it by hand as corrected.",
});

const amountDiffers = (line: StatementLine, found: BookMovement): Difference => ({
  kind: "amount-differs",
  reference: line.reference,
  paymentId: line.paymentId,
  bankCents: line.amountCents,
  booksCents: centsOf(found),
  suggestion: `Book ${line.amountCents - centsOf(found)} cents as corrected once the bank confirms its amount.`,
});

/** Movements of the books that no statement lists. */
export const missingAtBank = (it: BookMovement): Difference => ({
  kind: "missing-at-bank",
  reference: it.reference,
  paymentId: it.paymentId,
  bankCents: null,
  booksCents: centsOf(it),
  suggestion: "The bank does not know of it. Ask the bank; if it is right, book the reverse as corrected.",
});
