import type { BookAccount, BookMovement } from "@caravan/contracts";

/** A movement of money before it is written: the store sets its id and time. */
export type Movement = Omit<BookMovement, "id" | "at">;

/**
 * Makes a movement of the double-entry books: debits positive, credits negative.
 *
 * @throws RangeError when it does not balance, or when a line is not a whole number of cents. That is a bug, never a caller's fault.
 */
export const movement = (parts: Movement): Movement => {
  const cents = parts.lines.map(({ amountCents }) => amountCents);
  if (cents.length < 2 || cents.some((amount) => !Number.isSafeInteger(amount) || amount === 0))
    throw new RangeError(`${parts.reason} ${parts.reference}: every line must be a whole number of cents`);
  if (cents.reduce((sum, amount) => sum + amount, 0) !== 0)
    throw new RangeError(`${parts.reason} ${parts.reference}: debits and credits differ`);
  if (new Set(parts.lines.map(({ account }) => account)).size < cents.length)
    throw new RangeError(`${parts.reason} ${parts.reference}: an account has two lines`);
  return parts;
};

const between = (debit: BookAccount, credit: BookAccount, amountCents: number): Movement["lines"] => [
  { account: debit, amountCents },
  { account: credit, amountCents: -amountCents },
];

/** The bank owes us what the shopper deposited. One capture per payment, hence its id as reference. */
export const capturedMovement = (paymentId: string, amountCents: number): Movement =>
  movement({
    reason: "captured",
    paymentId,
    reference: paymentId,
    lines: between("bank-receivable", "customer-deposits", amountCents),
  });

/** The reverse, under the refund's id. */
export const refundedMovement = (paymentId: string, refundId: string, amountCents: number): Movement =>
  movement({
    reason: "refunded",
    paymentId,
    reference: refundId,
    lines: between("customer-deposits", "bank-receivable", amountCents),
  });

/** A refund failed: the shopper's bank did not accept it. */
export const refundFailedMovement = (paymentId: string, refundId: string, amountCents: number): Movement =>
  movement({
    reason: "refund-failed",
    paymentId,
    reference: refundId,
    lines: between("bank-receivable", "customer-deposits", amountCents),
  });

/** The bank paid out what it owed us. */
export const settledMovement = (reference: string, amountCents: number): Movement =>
  movement({
    reason: "settled",
    paymentId: null,
    reference,
    lines: between("bank-account", "bank-receivable", amountCents),
  });

/** The bank's fee. */
export const feeMovement = (reference: string, amountCents: number): Movement =>
  movement({
    reason: "fee",
    paymentId: null,
    reference,
    lines: between("bank-fees", "bank-receivable", amountCents),
  });

/** Our bank did not accept a payout, so it is owed again. */
export const settlementFailedMovement = (reference: string, amountCents: number): Movement =>
  movement({
    reason: "settlement-failed",
    paymentId: null,
    reference,
    lines: between("bank-receivable", "bank-account", amountCents),
  });

/** Taken by the provider, or given when negative: a dispute, a payment that failed later, a reserve. */
export const adjustedMovement = (reference: string, amountCents: number): Movement =>
  movement({
    reason: "adjusted",
    paymentId: null,
    reference,
    lines: between("bank-adjustments", "bank-receivable", amountCents),
  });
