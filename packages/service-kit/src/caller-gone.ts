/**
 * Reports whether an error only means that the caller disconnected while its request was being read: a shopper who closed the
 * page, a phone that lost its network. It gets no reply, and needs no investigation.
 */
export const isCallerGone = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "AbortError" ||
    (error.message === "aborted" && "code" in error && error.code === "ECONNRESET"));
