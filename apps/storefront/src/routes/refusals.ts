import { Refusal } from "@caravan/contracts";

/** The session's account is erased: on any page this shows the problem page and deletes the cookies. */
export const isAccountErased = (error: unknown): boolean =>
  error instanceof Refusal && error.code === "account-erased";

export const pageUnknown = (what: string): Refusal =>
  new Refusal({ kind: "not-found", code: "page-unknown", detail: `There is no such ${what}.` });

export const addressInvalid = (detail: string): Refusal =>
  new Refusal({ kind: "invalid", code: "address-invalid", detail });

export const formForeign = (): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "form-foreign",
    detail: "The form was not sent from a page of this shop.",
  });

export const formUnreadable = (): Refusal =>
  new Refusal({
    kind: "unsupported-media-type",
    code: "form-unreadable",
    detail: "Send the form as application/x-www-form-urlencoded.",
  });

export const formTooLarge = (): Refusal =>
  new Refusal({
    kind: "too-large",
    code: "form-too-large",
    detail: "The form is larger than any page of this shop sends.",
  });

export const formIncomplete = (): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "form-incomplete",
    detail: "The form lacks a field that its page fills in; reload the page.",
  });
