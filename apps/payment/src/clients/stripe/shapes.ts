import * as v from "valibot";

/**
 * The parts of Stripe's objects that are read here; all other fields are dropped.
 *
 * @see https://docs.stripe.com/api/payment_intents/object
 * @see https://docs.stripe.com/api/checkout/sessions/object
 */
const Metadata = v.optional(v.nullable(v.record(v.string(), v.string())), {});

export const PaymentIntent = v.object({
  id: v.string(),
  object: v.literal("payment_intent"),
  amount: v.number(),
  amount_received: v.optional(v.number(), 0),
  currency: v.string(),
  status: v.picklist([
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "canceled",
    "succeeded",
  ]),
  metadata: Metadata,
});
export type PaymentIntent = v.InferOutput<typeof PaymentIntent>;

export const Session = v.object({
  id: v.string(),
  object: v.literal("checkout.session"),
  status: v.nullable(v.picklist(["open", "complete", "expired"])),
  amount_total: v.nullable(v.number()),
  currency: v.nullable(v.string()),
  client_reference_id: v.nullable(v.string()),
  url: v.nullable(v.string()),
  /** An id, or the object where it was asked to be expanded; none before the shopper has confirmed. */
  payment_intent: v.nullable(v.union([PaymentIntent, v.string()])),
});
export type Session = v.InferOutput<typeof Session>;

export const Refund = v.object({
  id: v.string(),
  object: v.literal("refund"),
  amount: v.number(),
  status: v.nullable(v.picklist(["pending", "requires_action", "succeeded", "failed", "canceled"])),
  metadata: Metadata,
});
export type Refund = v.InferOutput<typeof Refund>;

/** @see https://docs.stripe.com/api/pagination */
export const ListOf = <const S extends v.GenericSchema>(item: S) =>
  v.object({ object: v.literal("list"), data: v.array(item), has_more: v.boolean() });

/** @see https://docs.stripe.com/reports/balance-transaction-types */
export const BalanceTransaction = v.object({
  id: v.string(),
  object: v.literal("balance_transaction"),
  type: v.string(),
  /** Negative for money that leaves our balance. */
  amount: v.number(),
  fee: v.number(),
  created: v.number(),
  /** Expanded: a charge or a refund has our metadata. */
  source: v.nullable(v.union([v.string(), v.object({ id: v.string(), metadata: Metadata })])),
});
export type BalanceTransaction = v.InferOutput<typeof BalanceTransaction>;

/** @see https://docs.stripe.com/api/events/object */
export const Event = v.object({
  id: v.string(),
  object: v.literal("event"),
  type: v.string(),
  data: v.object({ object: v.unknown() }),
});

/** @see https://docs.stripe.com/api/errors */
export const StripeError = v.object({
  error: v.object({
    type: v.string(),
    code: v.optional(v.nullable(v.string())),
    param: v.optional(v.nullable(v.string())),
  }),
});
export type StripeError = v.InferOutput<typeof StripeError>;
