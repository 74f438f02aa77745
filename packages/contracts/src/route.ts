import type * as v from "valibot";

/** The HTTP methods that routes use. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may call a route. The mesh verifies tokens and callers; `service-kit` enforces this for every route, and the
 * ownership proof tries each of them with every wrong caller.
 *
 * - `public`: every caller;
 * - `shopper`: a verified token, of a guest or of an account; a shopper sees their own things only;
 * - `account`: a verified token of an account;
 * - `staff`, `release-manager`: a verified token with that scope;
 * - `release-viewer`: a verified token with either of these two;
 * - `service`: the services that `callers` names, by their mesh identity, and no caller from outside;
 * - `callback`: a partner outside the mesh, known by the signature over the raw body;
 * - `api-key`: only on the partners' own APIs (`bank`, `carrier`): callers with their key.
 */
export type Access =
  | "public"
  | "shopper"
  | "account"
  | "staff"
  | "release-manager"
  | "release-viewer"
  | "service"
  | "callback"
  | "api-key";

/** The statuses by which a route may succeed. */
export type SuccessStatus = 200 | 201 | 202;

/**
 * The contract of one route between caller and callee. Both sides import the same value: the callee mounts it (`service-kit`),
 * the caller calls it (`dapr`), and the OpenAPI document is generated from it.
 */
export interface RouteDefinition {
  /** The operation's name, used as `operationId` and as the method's name on clients: `placeOrder`. */
  readonly id: string;
  readonly method: Method;
  /** Path with its version and parameters: `/v1/orders/:orderId`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly access: Access;
  /** The services that may call the route. Their sidecars get an endpoint for it, and its policy in the mesh admits only them. */
  readonly callers?: readonly string[];
  readonly params?: v.GenericSchema;
  readonly query?: v.GenericSchema;
  readonly body?: v.GenericSchema;
  readonly success: {
    readonly status: SuccessStatus;
    /** Other statuses of the same body, such as 202 for what is not done yet. */
    readonly also?: readonly SuccessStatus[];
    readonly body: v.GenericSchema;
    /** `application/json` if absent. For any other type the handler returns a `Response` of its own. */
    readonly mediaType?: string;
  };
  /** The codes of the refusals a caller should expect, in addition to those of every route. */
  readonly refusals: readonly string[];
  /** The request must carry an `Idempotency-Key`. */
  readonly idempotent?: true;
}

type Input<S> = S extends v.GenericSchema ? v.InferInput<S> : undefined;
type Output<S> = S extends v.GenericSchema ? v.InferOutput<S> : undefined;

/** Path parameters as a handler gets them. */
export type RouteParams<R extends RouteDefinition> = Output<R["params"]>;
/** Query parameters as a handler gets them. */
export type RouteQuery<R extends RouteDefinition> = Output<R["query"]>;
/** The body as a handler gets it. */
export type RouteBody<R extends RouteDefinition> = Output<R["body"]>;
/** The reply as a handler returns it. */
export type RouteReplyInput<R extends RouteDefinition> = v.InferInput<R["success"]["body"]>;
/** The reply as a caller gets it. */
export type RouteReply<R extends RouteDefinition> = v.InferOutput<R["success"]["body"]>;

type Field<K extends string, T> = [T] extends [undefined]
  ? unknown
  : Record<string, never> extends T
    ? { readonly [P in K]?: T }
    : { readonly [P in K]: T };

/** What a caller passes: only the parts that the route has, and a key where it requires one. */
export type RouteCall<R extends RouteDefinition> = Field<"params", Input<R["params"]>> &
  Field<"query", Input<R["query"]>> &
  Field<"body", Input<R["body"]>> &
  (R["idempotent"] extends true ? { readonly idempotencyKey: string } : unknown);

/**
 * Defines a route, keeping its literal types.
 *
 * @example
 * export const getOrder = defineRoute({ id: "getOrder", method: "GET", path: "/v1/orders/:orderId", … });
 */
export const defineRoute = <const R extends RouteDefinition>(route: R): R => route;

/** Whether a reply of this status carries the route's body; any other is a refusal or a fault. */
export const isSuccess = ({ success }: RouteDefinition, status: number): boolean =>
  status === success.status || (success.also ?? []).some((one) => one === status);
