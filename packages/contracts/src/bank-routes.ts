import * as v from "valibot";
import { BankIntent, BankMisbehaviour, BankStatementPage } from "./bank.ts";
import { PageQuery } from "./page.ts";
import { ReturnUrl } from "./return-url.ts";
import { defineRoute } from "./route.ts";
import { CalendarDate } from "./time.ts";

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
