import { Refusal } from "@caravan/contracts";

/** The same key came with another request. */
export const keyReused = (): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "idempotency-key-reused",
    detail: "This Idempotency-Key was used for a different request. Use a new key for a new request.",
  });

/** The first request with this key is still being worked on. */
export const keyInProgress = (): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "idempotency-key-in-progress",
    detail: "A request with this Idempotency-Key is still being worked on. Try again shortly.",
    retryAfterSeconds: 1,
  });
