import { Refusal } from "@caravan/contracts";

/** The token is still valid, its account is gone. */
export const accountErased = (): Refusal =>
  new Refusal({
    kind: "unauthenticated",
    code: "account-erased",
    detail: "This account was erased. Sign in with another account, or go on as a guest.",
  });
