import { Refusal } from "@caravan/contracts";

const euros = (cents: number): string => (cents / 100).toFixed(2);

export const intentUnknown = (id: string): Refusal =>
  new Refusal({ kind: "not-found", code: "intent-unknown", detail: `There is no intent ${id}.` });

export const intentDiffers = (merchantReference: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "intent-differs",
    detail: `${merchantReference} has an intent with another amount; one reference has one intent.`,
  });

export const intentNotAuthorised = (id: string, status: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "intent-not-authorised",
    detail: `${id} is ${status}; only an authorised intent can be captured.`,
  });

export const intentCaptured = (id: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "intent-captured",
    detail: `${id} is captured and cannot be voided any more; refund it.`,
  });

export const refundTooLarge = (id: string, leftCents: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "refund-too-large",
    detail: `At most ${euros(leftCents)} of ${id} can still be refunded.`,
  });

export const refundDiffers = (refundReference: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "refund-differs",
    detail: `${refundReference} was refunded with another amount; use a new reference for another refund.`,
  });

export const refundFailed = (refundReference: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "refund-failed",
    detail: `${refundReference} came back to us; use a new reference for another refund.`,
  });

export const formTooLarge = (): Refusal =>
  new Refusal({ kind: "too-large", code: "form-too-large", detail: "The form is too large." });

export const pageUnknown = (): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "page-unknown",
    detail: "There is no payment at this address. Go back to the shop and begin again.",
  });
