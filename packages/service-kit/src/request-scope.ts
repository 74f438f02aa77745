import { performance } from "node:perf_hooks";
import { cohortHeader, type Problem, problemMediaType, Refusal } from "@caravan/contracts";
import { currentOrder, withOrder } from "@caravan/tracing";
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { countActive } from "./active-requests.ts";
import { isCallerGone } from "./caller-gone.ts";
import { continueTrace, type RequestContext, withRequestContext } from "./context.ts";
import { forwardedToken } from "./identity.ts";
import { log } from "./log.ts";
import { observeRequest } from "./metrics.ts";
import { toProblem } from "./problems.ts";
import { serverSpan } from "./telemetry.ts";

/** A request that names no deadline gets this much time. */
const defaultDeadlineMilliseconds = 15_000;

/** The app of the router, and the form of its problems. */
export interface Scope {
  readonly app: string;
  readonly version: string;
  /** Renders a problem in another form, such as a page; undefined keeps the problem document. */
  readonly onProblem?: (c: Context, problem: Problem) => Response | Promise<Response> | undefined;
}

/** The outermost middleware: opens the request's context and closes it with metrics and headers. */
export const requestScope = (options: Scope): MiddlewareHandler => {
  const own = `${options.app}=${options.version}`;
  return async (c, next) => {
    const start = performance.now();
    const ends = countActive(c.req.method);
    const received = { traceparent: c.req.header("traceparent"), tracestate: c.req.header("tracestate") };
    const request: RequestContext = {
      traceparent: continueTrace(received.traceparent),
      tracestate: received.tracestate,
      deadlineAt: Date.now() + remainingMilliseconds(c.req.header("x-deadline-ms")),
      authorization: forwardedToken(c),
      cohort: c.req.header(cohortHeader),
      forwardedFor: c.req.header("x-forwarded-for"),
      servedBy: new Set([own]),
    };
    const handle = () =>
      serverSpan(c.req.method, received, async (span) => {
        await next();
        const route = matchedRoute(c);
        const seconds = (performance.now() - start) / 1000;
        logWork(c, route, seconds);
        const traceId = span?.end(route, c.res.status);
        observeRequest({ method: c.req.method, route, status: c.res.status, seconds, traceId });
      });
    try {
      await withRequestContext(request, () => withOrder(undefined, handle));
    } finally {
      const counted = ends(c.res);
      if (counted !== c.res) c.res = counted;
    }
    c.res.headers.set("x-served-by", [...request.servedBy].join(", "));
  };
};

/** One line per request that worked on an order; those that only read would be most of the log. */
const logWork = (c: Context, route: string, seconds: number): void => {
  if (c.req.method !== "POST" || currentOrder() === undefined) return;
  log.info({ route, status: c.res.status, milliseconds: Math.round(seconds * 1000) }, "work on an order");
};

const remainingMilliseconds = (header: string | undefined): number => {
  const sent = Number(header ?? Number.NaN);
  return Number.isFinite(sent)
    ? Math.min(Math.max(sent, 0), defaultDeadlineMilliseconds)
    : defaultDeadlineMilliseconds;
};

/** The pattern, never the path: one time series per route, for any requested path. */
const matchedRoute = (c: Context): string => {
  const pattern = routePath(c, -1);
  return pattern === "*" || pattern === "/*" ? "unmatched" : pattern;
};

/** Turns a thrown error into a problem document, or the app's own form of it. */
export const problemReply = async (options: Scope, error: unknown, c: Context): Promise<Response> => {
  const problem = toProblem(error, c.req.path);
  const line = { code: problem.code, path: c.req.path };
  if (isCallerGone(error)) log.info(line, "the caller disconnected");
  else if (problem.code === "internal") log.error({ ...line, err: error }, "request failed");
  else if (error instanceof Refusal && problem.status >= 500)
    log.warn({ ...line, err: error.cause }, error.detail);
  const headers: Record<string, string> = { "content-type": problemMediaType };
  if (error instanceof Refusal && error.retryAfterSeconds !== undefined)
    headers["retry-after"] = String(error.retryAfterSeconds);
  if (problem.status === 401) headers["www-authenticate"] = 'Bearer realm="caravan"';
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  const own = await options.onProblem?.(c, problem);
  return own ?? c.body(JSON.stringify(problem), problem.status as 400);
};
