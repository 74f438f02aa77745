import {
  BankCallback,
  type BankIntent,
  type BankStatementLine,
  type BankStatementPage,
  type bankRoutes,
  PaymentId,
  Refusal,
  type RefusalKind,
} from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import * as v from "valibot";
import type { PaymentProvider } from "../dependencies.ts";
import type { Seen } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import type { StatementLine } from "../domain/reconcile.ts";
import { providerDeniesUs, providerRefused, providerUnavailable, refundRefused } from "../domain/refusals.ts";

type BankClient = Omit<Client<typeof bankRoutes>, "setBankMisbehaviour">;

const commandSeconds = 4;
const readSeconds = 3;

/** Makes {@link PaymentProvider} of the bank's API. */
export const openBank = (
  client: BankClient,
  options: { readonly callbackUrl: string; readonly callbackSecret: string },
): PaymentProvider => {
  const find = async (payment: Payment): Promise<Seen | undefined> => {
    const query = { merchantReference: payment.id };
    const [intent] = (await client.findIntent({ query, timeoutSeconds: readSeconds })).items;
    return intent && seenOf(intent);
  };
  const read = async (payment: Payment): Promise<Seen> =>
    seenOf(await client.getIntent({ params: intentOf(payment), timeoutSeconds: readSeconds }));
  /**
   * Reads the payment after a refusal or a lost reply. If a refusal for good left it unchanged, the
   * refusal is the result.
   */
  const orAsItStands = (
    command: Promise<BankIntent>,
    look: () => Promise<Seen | undefined>,
    isAsBefore: (seen: Seen) => boolean,
  ): Promise<Seen> =>
    command.then(seenOf, async (error: unknown) => {
      const seen = await look().catch(unavailable);
      if (seen !== undefined && !(isForGood(error) && isAsBefore(seen))) return seen;
      return isForGood(error) ? refused(error) : unavailable(error);
    });
  return {
    name: "bank",
    signature: { header: "bank-signature", secret: options.callbackSecret },
    create: (payment) =>
      orAsItStands(
        client.createIntent({
          body: {
            merchantReference: payment.id,
            amountCents: payment.amountCents,
            currency: "EUR",
            description: `Order ${payment.orderId}`,
            returnUrl: payment.returnUrl,
            callbackUrl: options.callbackUrl,
          },
          idempotencyKey: payment.id,
          timeoutSeconds: commandSeconds,
        }),
        () => find(payment),
        () => false,
      ),
    canReaddress: true,
    find: (payment) => find(payment).catch(unavailable),
    read: (payment) => read(payment).catch(unavailable),
    capture: (payment) =>
      orAsItStands(
        client.captureIntent(command(payment)),
        () => read(payment),
        ({ status }) => status === "authorised",
      ),
    void: (payment) =>
      orAsItStands(
        client.voidIntent(command(payment)),
        () => read(payment),
        ({ status }) => status === "created" || status === "authorised",
      ),
    async refund(payment, { id, amountCents }) {
      await client
        .refundIntent({
          params: intentOf(payment),
          body: { amountCents, refundReference: id },
          idempotencyKey: id,
          timeoutSeconds: commandSeconds,
        })
        .catch((error: unknown) => {
          throw isForGood(error) ? refundRefused(error) : notDone(error);
        });
      return "succeeded";
    },
    async *statement(date) {
      for (let cursor: string | undefined, more = true; more; ) {
        const page = await pageOf(client, date, cursor).catch(unavailable);
        yield page.lines.map(lineOf);
        if (cursor !== undefined && cursor === page.nextCursor)
          return unavailable("the cursor does not advance");
        cursor = page.nextCursor;
        more = cursor !== undefined;
      }
    },
    parseCallback(body) {
      const { id, type, intent, refundReference } = v.parse(BankCallback, body);
      const isOurs = v.is(PaymentId, intent.merchantReference);
      const failed = isOurs && type === "refund.failed" && refundReference !== undefined;
      return {
        id,
        seen: isOurs && !failed ? seenOf(intent) : undefined,
        refund: failed
          ? { paymentId: intent.merchantReference, refundId: refundReference, outcome: "failed" }
          : undefined,
      };
    },
  };
};

/** A long statement has many pages, so a failed one is read again before the whole run fails. */
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

/** Refusals that another request, or a later one, might not get. All others are final. */
const passing: ReadonlySet<RefusalKind> = new Set(["unavailable", "deadline", "too-many"]);
/** The bank does not accept our key. */
const denying: ReadonlySet<RefusalKind> = new Set(["unauthenticated", "forbidden"]);

const isForGood = (error: unknown): boolean =>
  error instanceof Refusal && !passing.has(error.kind) && !denying.has(error.kind);

const notDone = (error: unknown): Refusal => {
  if (error instanceof Refusal && denying.has(error.kind)) return providerDeniesUs(error);
  return isForGood(error) ? providerRefused(error) : providerUnavailable(error);
};

const unavailable = (error: unknown): never => {
  throw notDone(error);
};

const refused = (error: unknown): never => {
  throw providerRefused(error);
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
  const ours = {
    capture: paymentId,
    refund: line.refundReference,
    "refund-failed": line.refundReference,
    fee: null,
    payout: null,
  }[type];
  return {
    type,
    reference: ours ?? line.reference,
    paymentId,
    amountCents: type === "refund" || type === "fee" ? -amountCents : amountCents,
    at: new Date(line.at),
  };
};
