/**
 * What an outgoing call takes over from the request that caused it. `service-kit` keeps one per request and
 * `dapr` reads it, so that neither has to know the other.
 */
export interface CallContext {
  /** When the caller of this request stops waiting, in epoch milliseconds. */
  readonly deadlineAt?: number;
  /** Headers to send along, such as `traceparent` and the shopper's `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Notes which versions of which services answered: the callee's `x-served-by`. */
  readonly served: (servedBy: string) => void;
}
