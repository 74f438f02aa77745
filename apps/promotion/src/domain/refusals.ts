import { type FieldError, type Quote, Refusal } from "@caravan/contracts";

/** Each code that was refused, with its reason; the fields are those of the request. */
export const couponRefused = (refused: Quote["refused"], codes: readonly string[]): Refusal => {
  const errors = refused.map(
    ({ code, detail }): FieldError => ({ field: `codes.${codes.indexOf(code)}`, detail }),
  );
  return new Refusal({
    kind: "conflict",
    code: "coupon-refused",
    detail: refused.map(({ code, detail }) => `${code}: ${detail}`).join(" "),
    errors,
  });
};

export const skuUnknown = (skus: readonly string[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "sku-unknown",
    detail: `The catalogue has no ${skus.join(", ")}.`,
  });

export const useUnknown = (orderId: string): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "use-unknown",
    detail: `Nothing is held of promotions for ${orderId}.`,
  });

export const useEnded = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "use-ended",
    detail: `What promotions gave ${orderId} was given back. It can neither be held nor used any more.`,
  });

export const useDiffers = (orderId: string): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "use-differs",
    detail: `Promotions hold something for ${orderId} already, for another shopper, other lines or other codes.`,
  });

export const promotionUnknown = (id: string): Refusal =>
  new Refusal({ kind: "not-found", code: "promotion-unknown", detail: `There is no promotion ${id}.` });

/** Each fault of the terms, in one sentence and by field. */
export const termsImpossible = (errors: readonly FieldError[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "terms-impossible",
    detail: `Nothing was written down: ${errors.map(({ field, detail }) => `${field.replace("body.terms.", "")} ${detail}`).join("; ")}.`,
    errors,
  });

/** Terms are not written down unchecked. */
export const catalogueUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "catalogue-unavailable",
    detail:
      "The catalogue cannot be asked whether these goods exist, so nothing was written down. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

export const accountUnknown = (errors: readonly FieldError[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "account-unknown",
    detail: "The coupon was given to no one: there is no account by some of these ids; see errors.",
    errors,
  });

/** No coupon is given to an id that may be no account. */
export const accountsUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "accounts-unavailable",
    detail:
      "It cannot be asked whether these accounts exist, so the coupon was given to no one. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

export const codeTaken = (code: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "code-taken",
    detail: `The code ${code} belongs to another coupon, perhaps one that has ended. Choose another.`,
  });

export const promotionNotADraft = (id: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "promotion-not-a-draft",
    detail: `Promotion ${id} is no draft any more.`,
  });

export const promotionNotActive = (id: string): Refusal =>
  new Refusal({ kind: "conflict", code: "promotion-not-active", detail: `Promotion ${id} is not active.` });

export const promotionNotPaused = (id: string): Refusal =>
  new Refusal({ kind: "conflict", code: "promotion-not-paused", detail: `Promotion ${id} is not paused.` });

export const promotionOver = (id: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "promotion-over",
    detail: `The time of promotion ${id} is over: create another with a later end.`,
  });

export const promotionEnded = (id: string): Refusal =>
  new Refusal({ kind: "conflict", code: "promotion-ended", detail: `Promotion ${id} has ended.` });

export const notACoupon = (id: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "not-a-coupon",
    detail: `Promotion ${id} is a rule, which counts by itself: only coupons are given to accounts.`,
  });

export const tooManyRules = (most: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "too-many-rules",
    detail: `At most ${most} price rules may be active at the same time. End or pause one first.`,
  });
