import { Refusal } from "@caravan/contracts";

/** There is no page at this address. `what` names the thing that is not there: `product`, `release`. */
export const pageUnknown = (what: string): Refusal =>
  new Refusal({ kind: "not-found", code: "page-unknown", detail: `There is no such ${what}.` });

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
