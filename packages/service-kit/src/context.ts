import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { type CallContext, cohortHeader } from "@caravan/contracts";
import { traceHeaders } from "@caravan/tracing";

/** The context of the current request; outgoing calls, logs and the reply's headers read it. */
export interface RequestContext {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
  /** When the caller stops waiting, in epoch milliseconds. */
  readonly deadlineAt: number;
  /** The caller's token for calls to other services: `Bearer …`. The storefront sets it when it has renewed one. */
  authorization: string | undefined;
  /** The cohort of the shopper, as the gateway set it (`cohortHeader`); callees are chosen by it. The storefront sets it with the token. */
  cohort: string | undefined;
  /** The client's address, as the gateway saw it; callees limit attempts per address. */
  readonly forwardedFor: string | undefined;
  /** `app=version` of every service that took part in the reply. */
  readonly servedBy: Set<string>;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` as part of a request. */
export const withRequestContext = <T>(request: RequestContext, work: () => T): T =>
  storage.run(request, work);

/** The request being served, or undefined in the background. */
export const requestContext = (): RequestContext | undefined => storage.getStore();

/**
 * What outgoing calls inherit: from the shared load they belong to, else from the current request.
 * Pass it to `connectSidecar`.
 *
 * @see W3C Trace Context, section 3.2
 */
export const callContext = (): CallContext | undefined => sharedLoads.getStore() ?? requestCall();

const requestCall = (): CallContext | undefined => {
  const request = storage.getStore();
  if (request === undefined) return undefined;
  return {
    deadlineAt: request.deadlineAt,
    // Made on demand: most readers need only the deadline.
    get headers() {
      return headersOf(request);
    },
    served: (servedBy) => noteServed(request, servedBy),
  };
};

const headersOf = (request: RequestContext): Record<string, string> => {
  const headers = traceHeaders(request);
  if (request.authorization !== undefined) headers.authorization = request.authorization;
  if (request.cohort !== undefined) headers[cohortHeader] = request.cohort;
  if (request.forwardedFor !== undefined) headers["x-forwarded-for"] = request.forwardedFor;
  return headers;
};

/** W3C trace context of the current work: stored with what is done later, and with events. */
export const currentTraceparent = (): string | undefined =>
  traceHeaders(sharedLoads.getStore()?.headers ?? storage.getStore()).traceparent;

const noteServed = (request: RequestContext, servedBy: string): void => {
  for (const entry of servedBy.split(",")) {
    const name = entry.trim();
    if (/^[a-z-]{1,40}=[a-z0-9.-]{1,40}$/.test(name)) request.servedBy.add(name);
  }
};

const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's `traceparent`, or a new one that is not sampled when there is none or it is malformed. */
export const continueTrace = (traceparent: string | undefined): string =>
  traceparent !== undefined && traceparentPattern.test(traceparent)
    ? traceparent
    : `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-00`;

/** A value and the versions of the services that made it: `["product=v1"]`, kept with the value while it is cached. */
export interface Served<T> {
  readonly value: T;
  readonly servedBy: readonly string[];
}

const sharedLoads = new AsyncLocalStorage<CallContext>();

/**
 * Loads a value that several requests will share: without a shopper's token and cohort, and not bound to the
 * deadline of the request that came first.
 */
export const loadShared = async <T>(timeoutSeconds: number, load: () => Promise<T>): Promise<Served<T>> => {
  const {
    authorization: _,
    "x-forwarded-for": __,
    [cohortHeader]: ___,
    ...headers
  } = requestCall()?.headers ?? {};
  const servedBy: string[] = [];
  const context = {
    deadlineAt: Date.now() + timeoutSeconds * 1000,
    headers,
    served: (names: string) => servedBy.push(...names.split(",").map((name) => name.trim())),
  };
  return { value: await sharedLoads.run(context, load), servedBy };
};

/** Uses a shared value, and adds its services to `x-served-by` of the current request. */
export const useShared = <T>(served: Served<T>): T => {
  if (served.servedBy.length > 0) requestCall()?.served(served.servedBy.join(", "));
  return served.value;
};
