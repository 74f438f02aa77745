import { BankCallback, newId, PaymentId } from "@caravan/contracts";
import * as v from "valibot";
import type { PaymentProvider } from "../dependencies.ts";
import type { Seen } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import type { StatementLine } from "../domain/reconcile.ts";
import { providerRefused, providerUnavailable, refundRefused } from "../domain/refusals.ts";

/** How the provider answers: normally, not at all, not at all after the effect, or with a refusal for good. */
export type Fault = "none" | "down" | "reply-lost" | "refused";

export const callbackSecret = "a secret of the tests";

interface Intent extends Seen {
  readonly refunded: Map<string, number>;
}

/** A bank in memory, which misbehaves on command and records every callback it would have sent. */
export const fakeProvider = (now: () => Date = () => new Date()) => {
  const intents = new Map<string, Intent>();
  const callbacks: { id: string; seen: Seen }[] = [];
  const lines: StatementLine[] = [];
  const faults: Fault[] = [];
  /** The calls, in order. */
  const asked: string[] = [];
  /** The outcome of refunds from now on: most providers confirm them at once. */
  const refunds: { next: "succeeded" | "pending" | "refused" } = { next: "succeeded" };

  const returnUrls = new Map<string, string>();
  const tell = ({ refunded: _, ...seen }: Intent): void => void callbacks.push({ id: newId("bcb"), seen });
  const set = (intent: Intent, parts: Partial<Seen>): Intent => {
    const next = { ...intent, ...parts };
    intents.set(intent.paymentId, next);
    tell(next);
    return next;
  };
  const intentOf = ({ id }: Pick<Payment, "id">): Intent => {
    const intent = intents.get(id);
    if (intent === undefined) throw providerUnavailable("no intent");
    return intent;
  };
  const answer = async <T>(work: () => T): Promise<T> => {
    const fault = faults.shift() ?? "none";
    if (fault === "down") throw providerUnavailable("down");
    if (fault === "refused") throw providerRefused("refused");
    const result = work();
    if (fault === "reply-lost") throw providerUnavailable("reply lost");
    return result;
  };
  const create = (payment: Payment): Intent => {
    const known = intents.get(payment.id);
    returnUrls.set(payment.id, payment.returnUrl);
    if (known !== undefined) return known;
    const intent: Intent = {
      intentId: newId("int"),
      paymentId: payment.id,
      status: "created",
      amountCents: payment.amountCents,
      currency: "EUR",
      capturedCents: 0,
      declineReason: null,
      confirmationUrl: "https://bank.test/pay",
      refunded: new Map(),
    };
    intents.set(payment.id, intent);
    return intent;
  };
  const capture = (intent: Intent): Intent => {
    if (intent.status !== "authorised") return intent;
    const { paymentId, amountCents } = intent;
    lines.push({ type: "capture", reference: paymentId, paymentId, amountCents, at: now() });
    return set(intent, { status: "captured", capturedCents: amountCents });
  };
  const refund = (intent: Intent, { id, amountCents }: { id: string; amountCents: number }): void => {
    if (intent.refunded.has(id)) return;
    if (refunds.next === "refused") throw refundRefused("refused");
    if (refundedOf(intent) + amountCents > intent.capturedCents) throw refundRefused("too large");
    intent.refunded.set(id, amountCents);
    lines.push({ type: "refund", reference: id, paymentId: intent.paymentId, amountCents, at: now() });
    tell(intent);
  };
  const provider: PaymentProvider = {
    name: "bank",
    signature: { header: "bank-signature", secret: callbackSecret },
    canReaddress: true,
    create(payment) {
      asked.push("create");
      return answer(() => create(payment));
    },
    find(payment) {
      asked.push("find");
      return answer(() => intents.get(payment.id));
    },
    read: (payment) => answer(() => intentOf(payment)),
    capture: (payment) => answer(() => capture(intentOf(payment))),
    void: (payment) =>
      answer(() => {
        const intent = intentOf(payment);
        const open = intent.status === "created" || intent.status === "authorised";
        return open ? set(intent, { status: "voided" }) : intent;
      }),
    refund: (payment, wanted) =>
      answer(() => {
        refund(intentOf(payment), wanted);
        return refunds.next === "pending" ? "pending" : "succeeded";
      }),
    async *statement(date) {
      yield await answer(() => lines.filter(({ at }) => at.toISOString().startsWith(date)));
    },
    parseCallback(body) {
      const { id, type, intent, refundReference } = v.parse(BankCallback, body);
      const { id: intentId, merchantReference: paymentId, refundedCents: _, ...rest } = intent;
      if (type === "refund.failed" && refundReference !== undefined)
        return { id, seen: undefined, refund: { paymentId, refundId: refundReference, outcome: "failed" } };
      const seen = v.is(PaymentId, paymentId) ? { ...rest, intentId, paymentId } : undefined;
      return { id, seen, refund: undefined };
    },
  };
  /** The shopper's action on the bank's page. */
  const shopper = (paymentId: string, status: "authorised" | "declined"): void => {
    const intent = intents.get(paymentId);
    if (intent?.status !== "created") return;
    set(intent, { status, declineReason: status === "declined" ? "insufficient funds" : null });
  };
  /** The shopper's bank rejects a refund. */
  const failRefund = (paymentId: string, refundId: string): void => {
    const intent = intents.get(paymentId);
    const amountCents = intent?.refunded.get(refundId);
    if (intent === undefined || amountCents === undefined) throw new Error("no such refund");
    intent.refunded.delete(refundId);
    lines.push({ type: "refund-failed", reference: refundId, paymentId, amountCents, at: now() });
  };
  return {
    ...{ provider, intents, callbacks, lines, faults, asked, refunds, returnUrls },
    ...{ shopper, failRefund },
  };
};

export const refundedOf = ({ refunded }: Pick<Intent, "refunded">): number =>
  [...refunded.values()].reduce((sum, cents) => sum + cents, 0);
