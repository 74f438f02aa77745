import * as v from "valibot";
import { PageQuery } from "./page.ts";
import { ReturnUrl } from "./return-url.ts";
import { defineRoute } from "./route.ts";
import { ClaimedReference, ForeignId, ToldText } from "./text.ts";
import { CalendarDate, Timestamp } from "./time.ts";

/** The bank simulator's own API. It is a partner: the payment service calls it through the egress, with a key of the bank's. */

const Cents = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100_000_000_00));

/** What a merchant calls a thing of theirs. */
const Reference = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 visible ASCII characters"),
);

const Description = v.pipe(
  v.string(),
  v.regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, "must be 1 to 100 characters on one line"),
);

/** A payment as the bank sees it. Its status is the bank's own word, not ours. */
export const BankIntent = v.object({
  id: ForeignId(100),
  /** What the merchant calls it; one intent per reference. */
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

/** What the bank posts to the merchant's callback URL, signed in `bank-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export const BankCallback = v.object({
  id: ForeignId(100),
  type: v.picklist([
    "intent.authorised",
    "intent.declined",
    "intent.captured",
    "intent.voided",
    "refund.succeeded",
    /** What was given back has come to the bank again. */
    "refund.failed",
  ]),
  createdAt: Timestamp,
  intent: BankIntent,
  /** Of a refund: what the merchant calls it. */
  refundReference: v.optional(ForeignId(64)),
});
export type BankCallback = v.InferOutput<typeof BankCallback>;

/**
 * A line of the bank's daily statement. Captures and failed refunds are positive, refunds and fees negative; `payout` is what went to
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

const IntentParams = v.object({ intentId: v.pipe(v.string(), v.regex(/^int_[0-9a-f-]{36}$/)) });

/** How many lines one page of a statement holds at the most: about 350 KB. */
export const maximumStatementLines = 1000;

const StatementQuery = v.strictObject({
  cursor: PageQuery.cursor,
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[0-9]{1,4}$/, "must be a whole number"),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(maximumStatementLines, `must not be above ${maximumStatementLines}`),
    ),
    String(maximumStatementLines),
  ),
});

/** One page of a statement. `nextCursor` is absent on the last page. */
export const BankStatementPage = v.object({
  date: CalendarDate,
  lines: v.array(BankStatementLine),
  nextCursor: v.optional(v.string()),
});
export type BankStatementPage = v.InferOutput<typeof BankStatementPage>;

const Rate = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** How the bank misbehaves; each rate is a share of requests or callbacks. Drawn from `seed`, so that a run can be repeated. */
export const BankMisbehaviour = v.strictObject({
  seed: v.pipe(v.number(), v.safeInteger()),
  declineRate: Rate,
  /** The effect happens, the reply never comes. */
  timeoutAfterEffectRate: Rate,
  /** A 503 before anything happened. */
  unavailableRate: Rate,
  callbackLostRate: Rate,
  callbackDuplicateRate: Rate,
  callbackDelayRate: Rate,
  /** Longest delay of a delayed callback; delayed ones overtake each other. */
  callbackDelaySeconds: v.pipe(v.number(), v.minValue(0), v.maxValue(600)),
  /** A refund that was done comes back, so long after. */
  refundFailedRate: v.optional(Rate),
  refundFailedSeconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600))),
});
export type BankMisbehaviour = v.InferOutput<typeof BankMisbehaviour>;

export const bankRoutes = {
  createIntent: defineRoute({
    id: "createIntent",
    method: "POST",
    path: "/v1/intents",
    summary: "Begins a payment, or finds the one with this merchant reference.",
    access: "api-key",
    idempotent: true,
    body: v.strictObject({
      merchantReference: Reference,
      amountCents: Cents,
      currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
      /** What the shopper pays for, in the merchant's words. */
      description: v.optional(Description),
      /** Of an intent that waits for the shopper the newest one counts. */
      returnUrl: ReturnUrl,
      callbackUrl: ReturnUrl,
    }),
    success: { status: 201, body: BankIntent },
    refusals: ["api-key-unknown", "intent-differs"],
  }),
  findIntent: defineRoute({
    id: "findIntent",
    method: "GET",
    path: "/v1/intents",
    summary: "Finds the intent with a merchant reference.",
    access: "api-key",
    query: v.strictObject({ merchantReference: Reference }),
    success: { status: 200, body: v.object({ items: v.array(BankIntent) }) },
    refusals: ["api-key-unknown"],
  }),
  getIntent: defineRoute({
    id: "getIntent",
    method: "GET",
    path: "/v1/intents/:intentId",
    summary: "Shows one intent.",
    access: "api-key",
    params: IntentParams,
    success: { status: 200, body: BankIntent },
    refusals: ["api-key-unknown", "intent-unknown"],
  }),
  captureIntent: defineRoute({
    id: "captureIntent",
    method: "POST",
    path: "/v1/intents/:intentId/capture",
    summary: "Takes the authorised amount.",
    access: "api-key",
    idempotent: true,
    params: IntentParams,
    success: { status: 200, body: BankIntent },
    refusals: ["api-key-unknown", "intent-unknown", "intent-not-authorised"],
  }),
  voidIntent: defineRoute({
    id: "voidIntent",
    method: "POST",
    path: "/v1/intents/:intentId/void",
    summary: "Gives up an intent that was not captured; the shopper cannot confirm it any more.",
    access: "api-key",
    idempotent: true,
    params: IntentParams,
    success: { status: 200, body: BankIntent },
    refusals: ["api-key-unknown", "intent-unknown", "intent-captured"],
  }),
  refundIntent: defineRoute({
    id: "refundIntent",
    method: "POST",
    path: "/v1/intents/:intentId/refunds",
    summary: "Gives captured money back, once per refund reference.",
    access: "api-key",
    idempotent: true,
    params: IntentParams,
    body: v.strictObject({
      amountCents: Cents,
      refundReference: Reference,
    }),
    success: { status: 200, body: BankIntent },
    refusals: ["api-key-unknown", "intent-unknown", "refund-too-large", "refund-differs", "refund-failed"],
  }),
  getStatement: defineRoute({
    id: "getStatement",
    method: "GET",
    path: "/v1/statements/:date",
    summary: "The movements of a day, page by page, in the order in which they happened.",
    access: "api-key",
    params: v.object({ date: CalendarDate }),
    query: StatementQuery,
    success: { status: 200, body: BankStatementPage },
    refusals: ["api-key-unknown", "cursor-unknown"],
  }),
  setBankMisbehaviour: defineRoute({
    id: "setBankMisbehaviour",
    method: "PUT",
    path: "/control/misbehaviour",
    summary: "Says how the bank misbehaves from now on; for tests.",
    access: "api-key",
    body: BankMisbehaviour,
    success: { status: 200, body: BankMisbehaviour },
    refusals: ["api-key-unknown"],
  }),
} as const;
