import { Refusal } from "@caravan/contracts";

/** The session's account is erased: on any page this shows the problem page and deletes the cookies. */
export const isAccountErased = (error: unknown): boolean =>
  error instanceof Refusal && error.code === "account-erased";

export const addressInvalid = (detail: string): Refusal =>
  new Refusal({ kind: "invalid", code: "address-invalid", detail });

export const formIncomplete = (): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "form-incomplete",
    detail: "The form lacks a field that its page fills in; reload the page.",
  });
