import { euros, formatMoney, Refusal } from "@caravan/contracts";

export const paymentUnknown = (paymentId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "payment-unknown", detail: `There is no payment ${paymentId}.` });

export const paymentDiffers = (paymentId: string, parts: readonly string[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "payment-differs",
    detail: `Payment ${paymentId} was begun with another ${parts.join(", ")}; nothing was changed.`,
  });

export const refundKeyReused = (key: string): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "idempotency-key-reused",
    detail: `The key ${key} stands for a refund of another amount. Use a new key for a new refund.`,
  });

export const paymentNotAuthorised = (paymentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "payment-not-authorised",
    detail: `The shopper has not confirmed payment ${paymentId} yet.`,
  });

export const paymentEnded = (paymentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "payment-ended",
    detail: `Payment ${paymentId} has ended; no money was or will be kept for it.`,
  });

export const refundTooLarge = (leftCents: number): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "refund-too-large",
    detail: `At most ${leftCents} cents of this payment can be given back.`,
  });

/** A refund that did not arrive goes back by a retry: a new one beside it would pay the shopper twice. */
export const refundStillOwed = (
  paymentId: string,
  lost: { readonly id: string; readonly amountCents: number },
  anewId: string | undefined,
): Refusal => {
  const refund = `Refund ${lost.id} of ${formatMoney(euros(lost.amountCents))}`;
  return new Refusal({
    kind: "conflict",
    code: "refund-still-owed",
    detail:
      anewId === undefined
        ? `${refund} did not reach the shopper. Retry payment ${paymentId}; a new refund could pay twice.`
        : `${refund} is asked for anew as ${anewId}. Wait until the bank has done it.`,
  });
};

/** Nobody knows the outcome; it is found out in the background, or by the same request again. */
export const providerUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "provider-unavailable",
    detail: "The bank does not answer at the moment. Ask again shortly; nothing is done twice.",
    retryAfterSeconds: 2,
    cause,
  });

/** The provider does not know us, or does not let us: nothing that a shopper could change. */
export const providerDeniesUs = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "provider-denies-us",
    detail: "The bank does not accept our key at the moment, so nothing was done. Pay later.",
    retryAfterSeconds: 60,
    cause,
  });

/** The provider heard, and refuses for good: asking the same again changes nothing. */
export const providerRefused = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "provider-refused",
    detail: "The bank refuses this for good. Nothing was done; begin anew, or ask our staff.",
    cause,
  });

/** The provider will not give this money back by this refund. */
export const refundRefused = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "refund-refused",
    detail: "The bank refuses this refund for good. Our staff sees to it.",
    cause,
  });

export const orderEnded = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "order-ended",
    detail: `Order ${orderId} has ended; nothing is paid for it any more.`,
  });

export const attemptsExhausted = (most: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "payment-attempts-exhausted",
    detail: `This order was tried to be paid ${most} times. Place a new order.`,
  });

export const reconciliationUnknown = (date: string): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "reconciliation-unknown",
    detail: `${date} was not reconciled yet; POST to the same path does it.`,
  });

export const amountNotPayable = (mostCents: number): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "amount-not-payable",
    detail: `A payment is of 1 to ${mostCents} cents.`,
  });

export const dayUnknown = (date: string): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "day-unknown",
    detail: `The calendar has no ${date}, or it is yet to come.`,
  });
