import {
  BankCallback,
  type BankIntent,
  type BankStatementLine,
  type BankStatementPage,
  type bankRoutes,
  PaymentId,
  Refusal,
} from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import * as v from "valibot";
import type { PaymentProvider } from "../dependencies.ts";
import type { Seen } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import type { StatementLine } from "../domain/reconcile.ts";
import { providerUnavailable, refundRefused } from "../domain/refusals.ts";

type BankClient = Omit<Client<typeof bankRoutes>, "setBankMisbehaviour">;

const commandSeconds = 4;
const readSeconds = 3;

/** Makes {@link PaymentProvider} of the bank's API. */
export const openBank = (
  client: BankClient,
  options: { readonly callbackUrl: string; readonly callbackSecret: string },
): PaymentProvider => {
  const find = async (payment: Payment): Promise<BankIntent | undefined> => {
    const query = { merchantReference: payment.id };
    return (await client.findIntent({ query, timeoutSeconds: readSeconds })).items[0];
  };
  const read = async (payment: Payment): Promise<Seen> => {
    const intent =
      payment.intentId === null
        ? await find(payment)
        : await client.getIntent({ params: intentOf(payment), timeoutSeconds: readSeconds });
    if (intent === undefined) throw new Error(`the bank has no intent of ${payment.id}`);
    return seenOf(intent);
  };
  /** When the bank refused, or nobody heard its reply: how does the payment stand? */
  const orAsItStands = (payment: Payment, command: Promise<BankIntent>): Promise<Seen> =>
    command.then(seenOf, () => read(payment)).catch(unavailable);
  return {
    name: "bank",
    signature: { header: "bank-signature", secret: options.callbackSecret },
    create: (payment) =>
      orAsItStands(
        payment,
        client.createIntent({
          body: {
            merchantReference: payment.id,
            amountCents: payment.amountCents,
            currency: "EUR",
            returnUrl: payment.returnUrl,
            callbackUrl: options.callbackUrl,
          },
          idempotencyKey: payment.id,
          timeoutSeconds: commandSeconds,
        }),
      ),
    read: (payment) => read(payment).catch(unavailable),
    capture: (payment) => orAsItStands(payment, client.captureIntent(command(payment))),
    void: (payment) => orAsItStands(payment, client.voidIntent(command(payment))),
    async refund(payment, { id, amountCents }) {
      await client
        .refundIntent({
          params: intentOf(payment),
          body: { amountCents, refundReference: id },
          idempotencyKey: id,
          timeoutSeconds: commandSeconds,
        })
        .catch((error: unknown) => {
          throw error instanceof Refusal && error.code === "refund-too-large"
            ? refundRefused(error)
            : providerUnavailable(error);
        });
    },
    async *statement(date) {
      for (let cursor: string | undefined, more = true; more; ) {
        const page = await pageOf(client, date, cursor).catch(unavailable);
        yield page.lines.map(lineOf);
        if (cursor !== undefined && cursor === page.nextCursor) return unavailable("the cursor stands still");
        cursor = page.nextCursor;
        more = cursor !== undefined;
      }
    },
    parseCallback(body) {
      const { id, intent } = v.parse(BankCallback, body);
      return { id, seen: v.is(PaymentId, intent.merchantReference) ? seenOf(intent) : undefined };
    },
  };
};

/** A long statement has many pages, so one that fails is asked for again before all of them are given up. */
const pageOf = (client: BankClient, date: string, cursor: string | undefined): Promise<BankStatementPage> => {
  const query = cursor === undefined ? {} : { query: { cursor } };
  const ask = () => client.getStatement({ params: { date }, ...query, timeoutSeconds: readSeconds });
  return ask().catch(ask).catch(ask);
};

const intentOf = ({ intentId }: Payment): { intentId: string } => ({ intentId: intentId ?? "" });

const command = (payment: Payment) => ({
  params: intentOf(payment),
  idempotencyKey: payment.id,
  timeoutSeconds: commandSeconds,
});

const unavailable = (error: unknown): never => {
  throw providerUnavailable(error);
};

const seenOf = (intent: BankIntent): Seen => ({
  intentId: intent.id,
  paymentId: intent.merchantReference,
  status: intent.status,
  amountCents: intent.amountCents,
  currency: intent.currency,
  capturedCents: intent.capturedCents,
  declineReason: intent.declineReason,
  confirmationUrl: intent.confirmationUrl,
});

/** The statement counts what we get as positive; a {@link StatementLine} counts refunds and fees without sign. */
const lineOf = (line: BankStatementLine): StatementLine => {
  const { type, merchantReference, amountCents } = line;
  const paymentId = v.is(PaymentId, merchantReference) ? merchantReference : null;
  const ours = { capture: paymentId, refund: line.refundReference, fee: null, payout: null }[type];
  return {
    type,
    reference: ours ?? line.reference,
    paymentId,
    amountCents: type === "refund" || type === "fee" ? -amountCents : amountCents,
    at: new Date(line.at),
  };
};
