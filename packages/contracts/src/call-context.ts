/**
 * What an outgoing call inherits from the request that caused it. `service-kit` sets one per request and
 * `dapr` reads it, so that neither depends on the other.
 */
export interface CallContext {
  /** When the caller of this request stops waiting, in epoch milliseconds. */
  readonly deadlineAt?: number;
  /** Headers to send along, such as `traceparent` and the shopper's `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Records the versions of the services that answered: the callee's `x-served-by`. */
  readonly served: (servedBy: string) => void;
}
