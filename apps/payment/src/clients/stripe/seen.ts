import { PaymentId } from "@caravan/contracts";
import * as v from "valibot";
import type { ProviderCallback, SeenRefund } from "../../dependencies.ts";
import type { Seen } from "../../domain/observe.ts";
import type { RefundOutcome } from "../../domain/refunds.ts";
import { Event, PaymentIntent, Refund, Session } from "./shapes.ts";

/** The name of our payment in the metadata of a PaymentIntent and of its charge. */
export const paymentKey = "payment_id";
/** The name of our refund in the metadata of a Refund. */
export const refundKey = "refund_id";

/** A declined card does not end the payment: the shopper may try another one until the session expires. */
const statuses: Readonly<Record<PaymentIntent["status"], Seen["status"]>> = {
  requires_payment_method: "created",
  requires_confirmation: "created",
  requires_action: "created",
  processing: "created",
  requires_capture: "authorised",
  canceled: "voided",
  succeeded: "captured",
};

/** The state of a payment, by its Checkout Session with `payment_intent` expanded. The session's id is our intent id. */
export const seenOfSession = (session: Session): Seen => {
  const intent = typeof session.payment_intent === "string" ? null : session.payment_intent;
  return {
    intentId: session.id,
    paymentId: session.client_reference_id ?? "",
    status: session.status === "expired" ? "voided" : intent === null ? "created" : statuses[intent.status],
    amountCents: session.amount_total ?? 0,
    currency: (session.currency ?? "").toUpperCase(),
    capturedCents: intent?.amount_received ?? 0,
    declineReason: session.status === "expired" ? "The payment was not confirmed in time." : null,
    confirmationUrl: session.url,
  };
};

const seenOfIntent = (intent: PaymentIntent): Seen => ({
  intentId: null,
  paymentId: intent.metadata?.[paymentKey] ?? "",
  status: statuses[intent.status],
  amountCents: intent.amount,
  currency: intent.currency.toUpperCase(),
  capturedCents: intent.amount_received,
  declineReason: null,
  confirmationUrl: null,
});

/** All carry a Refund; the last ones are those of older endpoints. @see https://docs.stripe.com/refunds#failed-refunds */
const refundEvents: ReadonlySet<string> = new Set([
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.refund.updated",
]);

/** `requires_action`: the shopper must still provide an account. */
export const outcomeOfRefund = ({ status }: Pick<Refund, "status">): Exclude<RefundOutcome, "refused"> => {
  switch (status) {
    case "succeeded":
      return "succeeded";
    case "failed":
    case "canceled":
      return "failed";
    default:
      return "pending";
  }
};

/** Undefined for one that was made by hand in Stripe's dashboard. */
const seenOfRefund = (refund: Refund): SeenRefund | undefined => {
  const paymentId = refund.metadata?.[paymentKey];
  const refundId = refund.metadata?.[refundKey];
  return v.is(PaymentId, paymentId) && refundId !== undefined
    ? { paymentId, refundId, outcome: outcomeOfRefund(refund) }
    : undefined;
};

/**
 * A webhook. Those of other kinds, or about other payments of the same account, are ignored.
 *
 * @see https://docs.stripe.com/api/events/types
 */
export const readEvent = (body: unknown): ProviderCallback => {
  const { id, type, data } = v.parse(Event, body);
  if (refundEvents.has(type)) {
    const refund = v.parse(Refund, data.object);
    return { id, seen: undefined, refund: seenOfRefund(refund) };
  }
  const seen = type.startsWith("payment_intent.")
    ? seenOfIntent(v.parse(PaymentIntent, data.object))
    : type.startsWith("checkout.session.")
      ? seenOfSession(v.parse(Session, data.object))
      : undefined;
  return { id, seen: v.is(PaymentId, seen?.paymentId) ? seen : undefined, refund: undefined };
};
