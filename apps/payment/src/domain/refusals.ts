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
    detail: `The key ${key} was used for a refund of another amount. Use a new key for a new refund.`,
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
    detail: `At most ${leftCents} cents of this payment can be refunded.`,
  });

/** A failed refund is repeated by a retry: a new one beside it would refund the shopper twice. */
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
        : `${refund} is being repeated as ${anewId}. Wait until the bank has done it.`,
  });
};

/** The outcome is unknown; the worker or a repetition of the request finds it. */
export const providerUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "provider-unavailable",
    detail: "The bank does not answer at the moment. Ask again shortly; nothing is done twice.",
    retryAfterSeconds: 2,
    cause,
  });

/** The provider refuses our credentials: a shopper cannot change that. */
export const providerDeniesUs = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "provider-denies-us",
    detail: "The bank does not accept our key at the moment, so nothing was done. Pay later.",
    retryAfterSeconds: 60,
    cause,
  });

/** The provider refuses for good: a repetition would get the same answer. */
export const providerRefused = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "provider-refused",
    detail: "The bank refuses this for good. Nothing was done; begin again, or ask our staff.",
    cause,
  });

/** The provider refuses this refund for good. */
export const refundRefused = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "refund-refused",
    detail: "The bank refuses this refund for good. Our staff will handle it.",
    cause,
  });

export const orderEnded = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "order-ended",
    detail: `Order ${orderId} has ended and cannot be paid any more.`,
  });

export const attemptsExhausted = (most: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "payment-attempts-exhausted",
    detail: `There were ${most} attempts to pay this order, which is the limit. Place a new order.`,
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
    detail: `A payment must be between 1 and ${mostCents} cents.`,
  });

export const dayUnknown = (date: string): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "day-unknown",
    detail: `${date} is not a date, or lies in the future.`,
  });
