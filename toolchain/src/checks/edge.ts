import * as v from "valibot";
import type { Manifest } from "./manifests.ts";

const Patch = v.looseObject({
  applyTo: v.string(),
  match: v.looseObject({}),
  patch: v.looseObject({ value: v.looseObject({}) }),
});
const EnvoyFilter = v.looseObject({ spec: v.looseObject({ configPatches: v.array(Patch) }) });
type Patch = v.InferOutput<typeof Patch>;

const patches = (edge: readonly Manifest[]): Patch[] =>
  edge
    .filter(({ kind }) => kind === "EnvoyFilter")
    .flatMap((manifest) => v.parse(EnvoyFilter, manifest).spec.configPatches);

/** The values of all patches that have this form. */
const valuesOf = <S extends v.GenericSchema>(edge: readonly Manifest[], schema: S): v.InferOutput<S>[] =>
  patches(edge).flatMap(({ patch }) => {
    const parsed = v.safeParse(schema, patch.value);
    return parsed.success ? [parsed.output] : [];
  });

const EarlyMutations = v.looseObject({
  typed_config: v.looseObject({
    early_header_mutation_extensions: v.array(
      v.looseObject({
        typed_config: v.looseObject({
          mutations: v.array(
            v.union([
              v.strictObject({ remove: v.string() }),
              v.strictObject({
                remove_on_match: v.strictObject({ key_matcher: v.strictObject({ prefix: v.string() }) }),
              }),
            ]),
          ),
        }),
      }),
    ),
  }),
});

/** Whether the gateway removes a header field of this name from what a client sends. */
export const isDropped = (edge: readonly Manifest[], name: string): boolean =>
  valuesOf(edge, EarlyMutations)
    .flatMap(({ typed_config }) => typed_config.early_header_mutation_extensions)
    .flatMap(({ typed_config }) => typed_config.mutations)
    .some((one) =>
      "remove" in one ? one.remove === name : name.startsWith(one.remove_on_match.key_matcher.prefix),
    );

const NamedRoute = v.looseObject({
  routeConfiguration: v.looseObject({ vhost: v.looseObject({ route: v.looseObject({ name: v.string() }) }) }),
});
const HighPriority = v.looseObject({ route: v.looseObject({ priority: v.literal("HIGH") }) });

/** The routes whose requests have connections and circuit breakers of their own. */
export const priorityRoutes = (edge: readonly Manifest[]): string[] =>
  patches(edge)
    .filter(({ patch }) => v.is(HighPriority, patch.value))
    .map(({ match }) => v.parse(NamedRoute, match).routeConfiguration.vhost.route.name);

const Matcher = v.object({
  name: v.literal(":path"),
  string_match: v.union([
    v.strictObject({ prefix: v.string() }),
    v.strictObject({ safe_regex: v.strictObject({ regex: v.string() }) }),
  ]),
});
const Action = v.object({
  header_value_match: v.object({
    descriptor_value: v.string(),
    expect_match: v.boolean(),
    headers: v.tuple([Matcher]),
  }),
});
const LocalRateLimit = v.looseObject({
  typed_config: v.looseObject({
    stat_prefix: v.string(),
    rate_limits: v.array(v.object({ actions: v.looseTuple([Action]) })),
    descriptors: v.array(v.looseObject({ entries: v.array(v.looseObject({ key: v.string() })) })),
  }),
});

/** The classes of traffic, by the name under which Envoy counts their refusals. */
export const RateLimits = ["shoppers", "sales", "staff", "callbacks"] as const;

const Script = v.looseObject({
  name: v.string(),
  typed_config: v.looseObject({ default_source_code: v.looseObject({ inline_string: v.string() }) }),
});

/** The script of this name that runs at the gateway. */
export const luaOf = (edge: readonly Manifest[], name: string): string => {
  const script = valuesOf(edge, Script).find((one) => one.name === name);
  if (script === undefined) throw new Error(`the gateway has no script ${name}`);
  return script.typed_config.default_source_code.inline_string;
};

/** Requests that are counted together for one address. */
export interface RateLimit {
  readonly value: string;
  readonly hasBucket: boolean;
  counts(path: string): boolean;
}

/** The limits of one class. */
export const rateLimitsOf = (edge: readonly Manifest[], stat: string): RateLimit[] =>
  valuesOf(edge, LocalRateLimit)
    .filter(({ typed_config }) => typed_config.stat_prefix === stat)
    .flatMap(({ typed_config: { rate_limits, descriptors } }) =>
      rate_limits.map(({ actions: [{ header_value_match: match }] }) => {
        const [{ string_match: by }] = match.headers;
        const fits = (path: string) =>
          "prefix" in by ? path.startsWith(by.prefix) : new RegExp(`^(?:${by.safe_regex.regex})$`).test(path);
        return {
          value: match.descriptor_value,
          hasBucket: descriptors.some(({ entries: [first, second] }) =>
            [first?.value === match.descriptor_value, second?.key === "masked_remote_address"].every(Boolean),
          ),
          counts: (path: string) => fits(path) === match.expect_match,
        };
      }),
    );
