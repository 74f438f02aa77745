/**
 * Reports whether an error only tells that the caller went away while its request was still being read: a shopper who closed the
 * page, a phone that lost its network. It gets no reply, and nobody has to look into it.
 */
export const isCallerGone = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "AbortError" ||
    (error.message === "aborted" && "code" in error && error.code === "ECONNRESET"));
