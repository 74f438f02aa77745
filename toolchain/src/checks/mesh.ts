import * as v from "valibot";

const Match = v.looseObject({
  exact: v.optional(v.string()),
  prefix: v.optional(v.string()),
  regex: v.optional(v.string()),
});
type Match = v.InferOutput<typeof Match>;

const HttpMatch = v.strictObject({
  uri: v.optional(Match),
  method: v.optional(Match),
  headers: v.optional(v.record(v.string(), Match)),
  gateways: v.optional(v.array(v.string())),
});

const Destination = v.looseObject({ host: v.string(), subset: v.optional(v.string()) });

const HttpRoute = v.looseObject({
  name: v.string(),
  match: v.optional(v.array(HttpMatch)),
  directResponse: v.optional(v.looseObject({ status: v.number() })),
  route: v.optional(v.array(v.looseObject({ destination: Destination, weight: v.optional(v.number()) })), []),
  delegate: v.optional(v.strictObject({ name: v.string() })),
  timeout: v.optional(v.string()),
  retries: v.optional(v.looseObject({ attempts: v.number() })),
});
/** One `http` entry of a VirtualService. */
export type HttpRoute = v.InferOutput<typeof HttpRoute>;

export const VirtualService = v.looseObject({
  metadata: v.looseObject({ name: v.string() }),
  spec: v.looseObject({
    hosts: v.array(v.string()),
    gateways: v.optional(v.array(v.string())),
    http: v.array(HttpRoute),
  }),
});

/** `notPaths` is not among it: a policy that allows all but a list lets in whatever the list forgot. */
const HttpOperation = v.strictObject({
  ports: v.optional(v.array(v.string())),
  methods: v.array(v.string()),
  paths: v.array(v.string()),
});
/** Of ports that are not the Service's, which Envoy reads as plain TCP. */
const PortOperation = v.strictObject({ ports: v.array(v.string()) });
const Operation = v.union([HttpOperation, PortOperation]);

/** Istio refuses an empty one, and with it the whole policy. */
const Principal = v.pipe(v.string(), v.nonEmpty());
export const AuthorizationPolicy = v.looseObject({
  metadata: v.looseObject({ name: v.string() }),
  spec: v.looseObject({
    selector: v.optional(v.looseObject({ matchLabels: v.looseObject({ app: v.string() }) })),
    action: v.optional(v.literal("ALLOW"), "ALLOW"),
    rules: v.optional(
      v.array(
        v.strictObject({
          from: v.array(v.strictObject({ source: v.strictObject({ principals: v.array(Principal) }) })),
          to: v.array(v.strictObject({ operation: Operation })),
        }),
      ),
      [],
    ),
  }),
});
export type AuthorizationPolicy = v.InferOutput<typeof AuthorizationPolicy>;

/** Paths that are refused to all callers but those named, whatever is allowed; for one app, or without a selector for all. */
export const Denial = v.looseObject({
  spec: v.looseObject({
    selector: v.optional(v.looseObject({ matchLabels: v.looseObject({ app: v.string() }) })),
    action: v.literal("DENY"),
    rules: v.array(
      v.strictObject({
        from: v.optional(
          v.array(v.strictObject({ source: v.strictObject({ notPrincipals: v.array(v.string()) }) })),
        ),
        to: v.array(
          v.strictObject({
            operation: v.strictObject({ ports: v.tuple([v.literal("8080")]), paths: v.array(v.string()) }),
          }),
        ),
      }),
    ),
  }),
});
export type Denial = v.InferOutput<typeof Denial>;

/** Whether a path of an app is refused to this caller. */
export const denies = (
  denials: readonly Denial[],
  app: string,
  path: string,
  caller = "cluster.local/ns/shop/sa/any",
): boolean =>
  denials
    .filter(({ spec }) => (spec.selector?.matchLabels.app ?? app) === app)
    .flatMap(({ spec }) => spec.rules)
    .filter(
      ({ from }) =>
        from?.some(({ source }) => !source.notPrincipals.some((one) => pathFits(one, caller))) ?? true,
    )
    .flatMap(({ to }) => to)
    .some(({ operation }) => operation.paths.some((one) => pathFits(one, path)));

const fits = (match: Match | undefined, value: string): boolean =>
  match === undefined ||
  (match.regex !== undefined
    ? new RegExp(`^${match.regex}$`).test(value)
    : match.exact === undefined
      ? value.startsWith(match.prefix ?? "")
      : value === match.exact);

/** The route that answers a request without special headers, as Envoy picks it: the first that matches. */
export const routeOf = (routes: readonly HttpRoute[], method: string, path: string): HttpRoute | undefined =>
  routes.find(
    ({ match }) =>
      match === undefined ||
      match.some((one) => one.headers === undefined && fits(one.uri, path) && fits(one.method, method)),
  );

/** The app a route goes to, or undefined when it answers by itself. */
export const appOf = (route: HttpRoute | undefined): string | undefined =>
  route?.delegate?.name.replace(/-weights$/, "") ?? route?.route[0]?.destination.host.split(".")[0];

/** Whether every request that takes this route may be repeated: it only reads, or carries an Idempotency-Key. */
export const isRepeatable = ({ match = [] }: HttpRoute): boolean =>
  match.length > 0 &&
  match.every(
    ({ method, headers }) =>
      ["GET", "HEAD"].includes(method?.exact ?? "") || headers?.["idempotency-key"] !== undefined,
  );

/** `/v1/stock/{*}` and `/dapr*` as Istio reads them. */
const pathFits = (pattern: string, path: string): boolean => {
  const source = pattern
    .split(/(\{\*\}|\*$)/)
    .map((part) => (part === "{*}" ? "[^/]+" : part === "*" ? ".*" : RegExp.escape(part)))
    .join("");
  return new RegExp(`^${source}$`).test(path);
};

/** Whether a policy lets this caller use this method and path. */
export const allows = (
  policy: AuthorizationPolicy,
  principal: string,
  method: string,
  path: string,
): boolean =>
  policy.spec.rules.some(
    ({ from, to }) =>
      from.some(({ source }) => source.principals.includes(principal)) &&
      to.some(
        ({ operation }) =>
          "methods" in operation &&
          operation.methods.includes(method) &&
          operation.paths.some((one) => pathFits(one, path)),
      ),
  );

/** The ports beside the Service's that a policy opens to this caller. */
export const portsFor = (policy: AuthorizationPolicy, principal: string): string[] =>
  policy.spec.rules
    .filter(({ from }) => from.some(({ source }) => source.principals.includes(principal)))
    .flatMap(({ to }) => to.flatMap(({ operation }) => ("methods" in operation ? [] : operation.ports)));

/** All callers that a policy lets in. */
export const callersOf = (policy: AuthorizationPolicy): string[] => [
  ...new Set(policy.spec.rules.flatMap(({ from }) => from.flatMap(({ source }) => source.principals))),
];
