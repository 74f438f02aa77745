import { Refusal } from "@caravan/contracts";

export const emailTaken = (): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "email-taken",
    detail: "There is an account with this e-mail address already. Sign in instead.",
  });

/** For an unknown address, a wrong password and an erased account alike: the reply does not reveal which. */
export const credentialsWrong = (): Refusal =>
  new Refusal({
    kind: "unauthenticated",
    code: "credentials-wrong",
    detail: "E-mail address and password do not match.",
  });

export const tooManyAttempts = (retryAfterSeconds: number): Refusal =>
  new Refusal({
    kind: "too-many",
    code: "too-many-attempts",
    detail: `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
    retryAfterSeconds,
  });

/** The queue of password checks is full. */
export const passwordsBusy = (): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "too-many-attempts",
    detail: "Too many people are signing in at the moment. Try again shortly.",
    retryAfterSeconds: 2,
  });

export const sessionEnded = (): Refusal =>
  new Refusal({
    kind: "unauthenticated",
    code: "session-ended",
    detail: "This session has ended. Sign in again.",
  });

export const userUnknown = (): Refusal =>
  new Refusal({ kind: "not-found", code: "user-unknown", detail: "There is no such account." });

/** For staff. The address is not repeated: details are logged. */
export const noAccountOfEmail = (): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "user-unknown",
    detail: "There is no account with this e-mail address. Check its spelling; guests have no account.",
  });

/** Also for another account's address: its existence is not revealed. */
export const addressUnknown = (addressId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "address-unknown", detail: `You have no address ${addressId}.` });

export const addressBookFull = (most: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "address-book-full",
    detail: `An address book holds ${most} addresses at most. Remove one first.`,
  });
