import type {
  RouteBody,
  RouteDefinition,
  RouteParams,
  RouteQuery,
  RouteReplyInput,
} from "@caravan/contracts";
import { noteOrder, orderIdOf } from "@caravan/tracing";
import { type Context, Hono } from "hono";
import { requestContext } from "./context.ts";
import { answerStream, EventStream } from "./event-stream.ts";
import { type HeapGuard, ownHeap, refuseWhenFull } from "./heap-guard.ts";
import { admit, type Caller, isForStaff } from "./identity.ts";
import { checkReply, checkStatus, parseInput } from "./input.ts";
import { openApi } from "./open-api.ts";
import { deadlineExceeded, methodNotAllowed, routeUnknown } from "./refusals.ts";
import { problemReply, requestScope, type Scope } from "./request-scope.ts";

/** The app that this router serves. */
export interface RouterOptions extends Scope {
  /** The key that callers must send; needed where a route's access is `api-key`. */
  readonly apiKey?: string;
  /** Another guard than that of this process's heap; for tests. */
  readonly heap?: HeapGuard;
}

/** The input of a handler: the request's parts, parsed by the contract. */
export interface HandlerInput<R extends RouteDefinition> {
  readonly params: RouteParams<R>;
  readonly query: RouteQuery<R>;
  readonly body: RouteBody<R>;
  readonly idempotencyKey: R["idempotent"] extends true ? string : undefined;
  /** The shopper: a guest's or an account's id. */
  readonly shopperId: R["access"] extends "shopper" | "account" ? string : undefined;
  /** The calling member of staff. */
  readonly staffId: R["access"] extends "staff" | "release-manager" | "release-viewer" ? string : undefined;
  /** The caller, if the request has a verified token; `formerly` is the guest who joined this account. */
  readonly caller: Caller | undefined;
  /** The raw body, for its signature. */
  readonly rawBody: R["access"] extends "callback" ? string : undefined;
  /** The request itself, for the rare handler that needs a header. */
  readonly request: Request;
}

/** A reply with a status or headers of its own, such as a replayed response. */
export class Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/**
 * Serves one route. It may throw a `Refusal`; any other error becomes a 500 without details. A `Response` is sent
 * unchanged: for media types other than JSON. An `EventStream` is for `text/event-stream`.
 */
export type Handler<R extends RouteDefinition> = (
  input: HandlerInput<R>,
) => Promise<RouteReplyInput<R> | Answer | Response | EventStream>;

/** A handler for every route of a table. */
export type Handlers<T extends Readonly<Record<string, RouteDefinition>>> = {
  readonly [K in keyof T]: Handler<T[K]>;
};

/** A service's HTTP side. */
export interface Router {
  /** For routes without a contract, such as pages and pictures. */
  readonly hono: Hono;
  /** Serves every route of a table; a missing or superfluous handler is a type error. */
  mount<T extends Readonly<Record<string, RouteDefinition>>>(routes: T, handlers: Handlers<T>): Router;
  /** Sends a request without a server; for tests. */
  request(input: string, init?: RequestInit): Promise<Response>;
}

/**
 * Makes a service's router: request scope (trace, deadline, `x-served-by`, metrics), problem documents, `/openapi.json`.
 *
 * @example createRouter({ app: "order", version: "v1" }).mount(orderRoutes, { placeOrder, listOrders, getOrder })
 */
export const createRouter = (options: RouterOptions): Router => {
  const hono = new Hono();
  const mounted: RouteDefinition[] = [];
  hono.use(requestScope(options), refuseWhenFull(options.heap ?? ownHeap()));
  hono.onError((error, c) => problemReply(options, error, c));
  hono.notFound((c) => {
    const allowed = methodsAt(hono, c.req.path);
    if (allowed.length === 0) return problemReply(options, routeUnknown(c.req.path), c);
    c.header("allow", allowed.join(", "));
    return problemReply(options, methodNotAllowed(c.req.method, allowed), c);
  });
  hono.get("/openapi.json", (c) => c.json(openApi(options.app, mounted)));
  const router: Router = {
    hono,
    mount(routes, handlers) {
      for (const name of Object.keys(routes)) {
        const route = routes[name];
        const handler = handlers[name];
        if (route === undefined || handler === undefined)
          throw new Error(`${name} has no route or no handler`);
        mounted.push(route);
        hono.on(route.method, route.path, (c) => serve(options, route, handler, c));
      }
      return router;
    },
    request: async (input, init) => hono.request(input, init),
  };
  return router;
};

const serve = async <R extends RouteDefinition>(
  options: RouterOptions,
  route: R,
  handler: Handler<R>,
  c: Context,
): Promise<Response> => {
  const caller = admit(route.access, c, options.apiKey);
  const parsed = await parseInput(route, c);
  const scope = requestContext();
  if (scope !== undefined && scope.deadlineAt <= Date.now()) throw deadlineExceeded();
  // The contract's own schemas made these parts; TypeScript cannot follow that through the table.
  const input = { ...parsed, ...named(route, caller), request: c.req.raw } as unknown as HandlerInput<R>;
  const about = [parsed.params, parsed.body, parsed.query].map(orderIdOf).find((id) => id !== undefined);
  if (about !== undefined) noteOrder(about);
  const reply = await handler(input);
  const made = about === undefined ? orderIdOf(reply instanceof Answer ? reply.body : reply) : undefined;
  if (made !== undefined) noteOrder(made);
  if (reply instanceof Response) return reply;
  if (reply instanceof EventStream) return answerStream(reply, c);
  const isChecked = process.env.NODE_ENV !== "production";
  if (reply instanceof Answer && isChecked) checkStatus(route, reply.status);
  if (reply instanceof Answer)
    return Response.json(reply.body, { status: reply.status, headers: reply.headers });
  if (isChecked) checkReply(route, reply);
  return c.json(reply as object, route.success.status);
};

const named = ({ access }: RouteDefinition, caller: Caller | undefined) => ({
  caller,
  shopperId: access === "shopper" || access === "account" ? caller?.subject : undefined,
  staffId: isForStaff(access) ? caller?.subject : undefined,
});

/** Middleware is there for every method: it answers none. */
const anyMethod = "ALL";

/** The methods that a path takes, with or without a contract. */
const methodsAt = ({ routes }: Hono, path: string): string[] => {
  const found = routes.filter(
    ({ method, path: pattern }) =>
      method !== anyMethod && new RegExp(`^${pattern.replace(/:[A-Za-z]+/g, "[^/]+")}$`).test(path),
  );
  return [...new Set(found.map(({ method }) => method))];
};
