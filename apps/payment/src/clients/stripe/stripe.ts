import { randomUUID } from "node:crypto";
import { Refusal } from "@caravan/contracts";
import type { PaymentProvider } from "../../dependencies.ts";
import type { Seen } from "../../domain/observe.ts";
import type { Payment } from "../../domain/payment.ts";
import {
  providerDeniesUs,
  providerRefused,
  providerUnavailable,
  refundRefused,
} from "../../domain/refusals.ts";
import { type Form, StripeRefusal, stripeHttp } from "./http.ts";
import { outcomeOfRefund, paymentKey, readEvent, refundKey, seenOfSession } from "./seen.ts";
import { ListOf, PaymentIntent, Refund, Session } from "./shapes.ts";
import { readStatement } from "./statement.ts";

/** The dependencies of this adapter. */
export interface StripeOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The endpoint's signing secret. */
  readonly callbackSecret: string;
}

const timeoutSeconds = 5;
const expanded = { "expand[]": "payment_intent" };

/**
 * Makes {@link PaymentProvider} of Stripe's API: a Checkout Session is the page where the shopper confirms, its PaymentIntent,
 * with manual capture, holds the money.
 *
 * Stripe keeps the first reply under an Idempotency-Key, faults included. So creating and refunding have a key of their own and
 * are looked up, while capture, cancel and expire, which are idempotent at Stripe, have a new key each time: a stored fault
 * would otherwise be replayed for a day.
 *
 * @see https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export const openStripe = (options: StripeOptions): PaymentProvider => {
  const send = stripeHttp({ ...options, timeoutSeconds });
  const sessionPath = ({ intentId }: Payment) =>
    `/v1/checkout/sessions/${encodeURIComponent(intentId ?? "")}`;
  const read = (payment: Payment): Promise<Session> =>
    send("GET", sessionPath(payment), Session, { form: expanded });
  const once = (path: string) => send("POST", path, PaymentIntent, { idempotencyKey: randomUUID() });

  /**
   * Sends a command for the session's PaymentIntent, and returns its state afterwards, whatever Stripe replied. If a refusal
   * for good left it unchanged, the refusal is the result.
   */
  const then = (
    payment: Payment,
    isAsBefore: (seen: Seen) => boolean,
    command: (session: Session, intentPath: string) => Promise<unknown>,
  ) =>
    orNotDone(async () => {
      const session = await read(payment);
      const said: unknown = await command(
        session,
        `/v1/payment_intents/${encodeURIComponent(intentIdOf(session))}`,
      ).then(
        () => undefined,
        (error: unknown) => error,
      );
      const seen = seenOfSession(await read(payment));
      if (isForGood(said) && isAsBefore(seen)) throw said;
      return seen;
    });

  return {
    name: "stripe",
    signature: { header: "stripe-signature", secret: options.callbackSecret },
    create: (payment) =>
      orNotDone(async () => {
        const begin = (idempotencyKey: string) =>
          send("POST", "/v1/checkout/sessions", Session, { form: sessionForm(payment), idempotencyKey });
        // A stored fault would be replayed for a day. A session behind it is harmless: its page is unknown.
        const session = await begin(payment.id).catch((error: unknown) => {
          if (error instanceof StripeRefusal && error.status >= 500) return begin(`${payment.id}-2`);
          throw error;
        });
        return seenOfSession(session);
      }),
    canReaddress: false,
    // Stripe cannot look sessions up. One whose reply was lost is harmless: its page is unknown, and it expires.
    find: async () => undefined,
    read: (payment) => orNotDone(async () => seenOfSession(await read(payment))),
    capture: (payment) =>
      then(
        payment,
        ({ status }) => status === "authorised",
        (_, intentPath) => once(`${intentPath}/capture`),
      ),
    void: (payment) =>
      then(
        payment,
        ({ status }) => status === "created" || status === "authorised",
        (session, intentPath) =>
          session.status === "open"
            ? send("POST", `${sessionPath(payment)}/expire`, Session, { idempotencyKey: randomUUID() })
            : once(`${intentPath}/cancel`),
      ),
    refund: (payment, { id, amountCents }) =>
      orNotDone(async () => {
        const intent = intentIdOf(await read(payment));
        const form = { payment_intent: intent, limit: "100" };
        const { data } = await send("GET", "/v1/refunds", ListOf(Refund), { form });
        const known = data.find(({ metadata }) => metadata?.[refundKey] === id);
        if (known !== undefined) return outcomeOfRefund(known);
        const made = await send("POST", "/v1/refunds", Refund, {
          form: {
            payment_intent: intent,
            amount: String(amountCents),
            [`metadata[${refundKey}]`]: id,
            [`metadata[${paymentKey}]`]: payment.id,
          },
          idempotencyKey: id,
        }).catch((error: unknown) => {
          throw isForGood(error) ? refundRefused(error) : error;
        });
        return outcomeOfRefund(made);
      }),
    async *statement(date) {
      const pages = readStatement(send, date);
      for (let page = await orNotDone(() => pages.next()); !page.done; ) {
        yield page.value;
        page = await orNotDone(() => pages.next());
      }
    },
    parseCallback: readEvent,
  };
};

const intentIdOf = ({ payment_intent: intent }: Session): string =>
  typeof intent === "string" ? intent : (intent?.id ?? "");

/** Ambiguous by status: another request with that key is under way, or there were too many requests. */
const passing: ReadonlySet<number> = new Set([408, 409, 425, 429]);
const denying: ReadonlySet<number> = new Set([401, 403]);

/** A repetition would get the same answer. @see https://docs.stripe.com/api/errors */
const isForGood = (error: unknown): error is StripeRefusal =>
  error instanceof StripeRefusal &&
  error.status < 500 &&
  !passing.has(error.status) &&
  !denying.has(error.status);

const orNotDone = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (isForGood(error)) throw providerRefused(error);
    throw error instanceof StripeRefusal && denying.has(error.status)
      ? providerDeniesUs(error)
      : providerUnavailable(error);
  }
};

const sessionForm = (payment: Payment): Form => ({
  mode: "payment",
  client_reference_id: payment.id,
  success_url: payment.returnUrl,
  cancel_url: payment.returnUrl,
  "line_items[0][quantity]": "1",
  "line_items[0][price_data][currency]": "eur",
  "line_items[0][price_data][unit_amount]": String(payment.amountCents),
  "line_items[0][price_data][product_data][name]": `Order ${payment.orderId}`,
  "payment_intent_data[capture_method]": "manual",
  [`payment_intent_data[metadata][${paymentKey}]`]: payment.id,
  ...expanded,
});
