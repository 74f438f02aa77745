import * as v from "valibot";
import { FaultRate, noFaults, PartnerFaults } from "./partner-faults.ts";
import { ClaimedReference, ForeignId, ToldText } from "./text.ts";
import { CalendarDate, Timestamp } from "./time.ts";

/** The bank simulator's own API. It is a partner: the payment service calls it through the egress, with a key of the bank. */

/** A payment as the bank sees it. Its status is the bank's own word, not ours. */
export const BankIntent = v.object({
  id: ForeignId(100),
  /** The merchant's reference; one intent per reference. */
  merchantReference: ClaimedReference,
  status: v.picklist(["created", "authorised", "captured", "declined", "voided"]),
  amountCents: v.number(),
  currency: v.string(),
  capturedCents: v.number(),
  refundedCents: v.number(),
  declineReason: v.nullable(ToldText(200)),
  /** The page on the bank's own origin where the card is entered. */
  confirmationUrl: v.string(),
});
export type BankIntent = v.InferOutput<typeof BankIntent>;

/** A callback of the bank to the merchant's URL, signed in `bank-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export const BankCallback = v.object({
  id: ForeignId(100),
  type: v.picklist([
    "intent.authorised",
    "intent.declined",
    "intent.captured",
    "intent.voided",
    "refund.succeeded",
    /** A refund has failed: the money came back to the bank. */
    "refund.failed",
  ]),
  createdAt: Timestamp,
  intent: BankIntent,
  /** Of a refund: the merchant's reference. */
  refundReference: v.optional(ForeignId(64)),
});
export type BankCallback = v.InferOutput<typeof BankCallback>;

/**
 * A line of the bank's daily statement. Captures and failed refunds are positive, refunds and fees negative; `payout` is the amount paid to
 * our account.
 */
export const BankStatementLine = v.object({
  /** The bank's own reference of the movement. Refunds carry the merchant's in `refundReference`. */
  reference: v.string(),
  type: v.picklist(["capture", "refund", "refund-failed", "fee", "payout"]),
  intentId: v.nullable(v.string()),
  merchantReference: v.nullable(v.string()),
  refundReference: v.nullable(v.string()),
  amountCents: v.number(),
  at: Timestamp,
});
export type BankStatementLine = v.InferOutput<typeof BankStatementLine>;

/** One page of a statement. `nextCursor` is absent on the last page. */
export const BankStatementPage = v.object({
  date: CalendarDate,
  lines: v.array(BankStatementLine),
  nextCursor: v.optional(v.string()),
});
export type BankStatementPage = v.InferOutput<typeof BankStatementPage>;

/** How the bank misbehaves, beside what any partner does. */
export const BankMisbehaviour = v.strictObject({
  ...PartnerFaults.entries,
  declineRate: FaultRate,
  /** A refund that was done comes back, so long after. */
  refundFailedRate: v.optional(FaultRate),
  refundFailedSeconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600))),
});
export type BankMisbehaviour = v.InferOutput<typeof BankMisbehaviour>;

/** A bank without faults. */
export const honestBank: BankMisbehaviour = { ...noFaults, declineRate: 0 };
