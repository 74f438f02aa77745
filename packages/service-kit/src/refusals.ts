import { type FieldError, Refusal } from "@caravan/contracts";

/** No route has this path. */
export const routeUnknown = (path: string): Refusal =>
  new Refusal({ kind: "not-found", code: "route-unknown", detail: `There is nothing at ${path}.` });

/** The path exists, but not with this method. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): Refusal =>
  new Refusal({
    kind: "method-not-allowed",
    code: "method-not-allowed",
    detail: `${method} is not possible here; use ${allowed.join(" or ")}.`,
  });

/** Path, query or body do not fit the contract. */
export const inputInvalid = (errors: readonly FieldError[]): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "input-invalid",
    detail: "The request does not fit the contract; see errors.",
    errors,
  });

/** The body is not JSON. */
export const bodyNotJson = (): Refusal =>
  new Refusal({ kind: "invalid", code: "body-not-json", detail: "The body must be a JSON document." });

/** The body is not UTF-8, such as Latin-1 with an umlaut: it would be stored damaged. */
export const bodyNotUtf8 = (): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "body-not-utf-8",
    detail: "The body must be encoded in UTF-8; send it again in that encoding.",
  });

/** The body's media type is not JSON. */
export const mediaTypeUnsupported = (): Refusal =>
  new Refusal({
    kind: "unsupported-media-type",
    code: "media-type-unsupported",
    detail: "Send the body as application/json.",
  });

/** The body is compressed, or encoded in another way. */
export const contentEncodingUnsupported = (): Refusal =>
  new Refusal({
    kind: "unsupported-media-type",
    code: "content-encoding-unsupported",
    detail: "The body must not be compressed: send it without Content-Encoding.",
  });

/** The body is larger than `maximumBytes`. */
export const bodyTooLarge = (maximumBytes: number): Refusal =>
  new Refusal({
    kind: "too-large",
    code: "body-too-large",
    detail: `The body must not be larger than ${maximumBytes} bytes.`,
  });

/** The pattern of an `Idempotency-Key`. */
export const idempotencyKeyPattern = /^[\x21-\x7e]{1,100}$/;

/** A route that needs an `Idempotency-Key` was called without one. */
export const idempotencyKeyMissing = (): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "idempotency-key-missing",
    detail:
      "Send an Idempotency-Key header of 1 to 100 visible ASCII characters, the same for every retry of this request.",
  });

/** The `Idempotency-Key` is malformed. */
export const idempotencyKeyMalformed = (): Refusal =>
  new Refusal({
    kind: "invalid",
    code: "idempotency-key-malformed",
    detail:
      "The Idempotency-Key header must be 1 to 100 visible ASCII characters, without spaces: a UUID, for example.",
  });

/** There is no token. */
export const signInNeeded = (): Refusal =>
  new Refusal({
    kind: "unauthenticated",
    code: "sign-in-needed",
    detail: "Send an access token: POST /v1/guests gives one to a guest, POST /v1/sessions to an account.",
  });

/** The token is a guest's. */
export const accountNeeded = (): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "account-needed",
    detail: "Guests cannot do this: sign in with an account first.",
  });

/** The token lacks a scope. */
export const scopeMissing = (scopes: readonly string[]): Refusal =>
  new Refusal({
    kind: "forbidden",
    code: "scope-missing",
    detail: `This needs an account with the scope ${scopes.join(" or ")}.`,
  });

/** No key, or a wrong one. */
export const apiKeyUnknown = (): Refusal =>
  new Refusal({
    kind: "unauthenticated",
    code: "api-key-unknown",
    detail: "Send the key you were given as a bearer token.",
  });

/** The caller has stopped waiting. */
export const deadlineExceeded = (): Refusal =>
  new Refusal({
    kind: "deadline",
    code: "deadline-exceeded",
    detail: "The time for this request was up before it could be answered.",
  });

/** The heap is nearly full: another replica, or this one a moment later, has room. */
export const memoryShort = (): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "memory-short",
    detail: "This instance has no memory left for more requests; send it again in a moment.",
    retryAfterSeconds: 1,
  });
