import { Problem, problemMediaType, Refusal, refusalKindOf } from "@caravan/contracts";
import * as v from "valibot";
import { ExchangeTimeout, type Reply } from "./exchange.ts";

// All refusals of this package. Details are for people outside; the original error is in `cause`, which is only logged.

/** The time for the call, or for its request, is over. */
export const deadlineExceeded = (cause?: unknown): Refusal =>
  new Refusal({
    kind: "deadline",
    code: "deadline-exceeded",
    detail: "The answer did not come in time.",
    cause,
  });

/** A needed service did not answer, or broke its contract. */
export const calleeUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "callee-unavailable",
    detail: "A service that is needed for this does not answer at the moment. Try again shortly.",
    retryAfterSeconds: 1,
    cause,
  });

/** A building block of the sidecar (state, events, secrets, configuration) failed. */
export const sidecarUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "sidecar-unavailable",
    detail:
      "A part of the platform that is needed for this is not available at the moment. Try again shortly.",
    retryAfterSeconds: 1,
    cause,
  });

/** The state store takes no writes: it is full, read-only or down. */
export const stateUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "state-unavailable",
    detail: "This cannot be saved at the moment. Nothing was changed; try again shortly.",
    retryAfterSeconds: 5,
    cause,
  });

/** The value has changed since it was read: read it again, decide again. */
export const stateConflict = (cause?: unknown): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "state-conflict",
    detail: "The value was changed in the meantime.",
    cause,
  });

/** What became of an exchange that gave no reply. */
export const failedExchange = (error: unknown, otherwise: (cause: unknown) => Refusal): Refusal => {
  if (error instanceof Refusal) return error;
  return error instanceof ExchangeTimeout ? deadlineExceeded(error) : otherwise(error);
};

/**
 * Rebuilds the callee's refusal from its problem document. Any other failure did not come from the callee
 * but from a proxy (daprd's `ERR_DIRECT_INVOKE`, Envoy's `no healthy upstream`), or was a fault of it: `callee-unavailable`.
 */
export const refusalOf = (reply: Reply): Refusal => {
  const unexpected = new Error(`status ${reply.status}: ${reply.body.slice(0, 500)}`);
  const kind = refusalKindOf(reply.status);
  const mediaType = String(reply.headers["content-type"] ?? "");
  const retryAfterSeconds = Number.parseInt(String(reply.headers["retry-after"]), 10);
  if (kind && mediaType.startsWith(problemMediaType)) {
    const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), reply.body);
    if (problem.success) {
      const { code, detail, errors = [] } = problem.output;
      const retryAfter = Number.isNaN(retryAfterSeconds) ? {} : { retryAfterSeconds };
      return new Refusal({ kind, code, detail, errors, ...retryAfter, cause: unexpected });
    }
  }
  return reply.status === 504 ? deadlineExceeded(unexpected) : calleeUnavailable(unexpected);
};
