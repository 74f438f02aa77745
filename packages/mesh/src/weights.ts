import * as v from "valibot";

/** Weights are integers over this sum: 100 of it are 10 %. */
export const weightTotal = 1000;

const Destination = v.looseObject({ host: v.string(), subset: v.optional(v.string()) });
const Route = v.looseObject({
  route: v.optional(v.array(v.looseObject({ destination: Destination, weight: v.optional(v.number()) }))),
});

/** An Istio VirtualService, as far as weights are concerned; all other fields are kept. */
export const VirtualService = v.looseObject({
  kind: v.literal("VirtualService"),
  metadata: v.looseObject({
    name: v.string(),
    namespace: v.optional(v.string()),
    resourceVersion: v.optional(v.string()),
  }),
  spec: v.looseObject({ http: v.optional(v.array(Route)) }),
});
export type VirtualService = v.InferOutput<typeof VirtualService>;

type Split = { destination: { host: string; subset?: string | undefined }; weight?: number | undefined }[];

/** The two subsets of a route that is split between v1 and v2 of this app. */
const splitOf = (route: Split | undefined, app: string) => {
  const subset = (name: string) =>
    route?.find(({ destination }) => destination.host.split(".")[0] === app && destination.subset === name);
  const [v1, v2] = [subset("v1"), subset("v2")];
  return v1 && v2 ? { v1, v2 } : undefined;
};

const splitsIn = (service: VirtualService, app: string) =>
  (service.spec.http ?? []).flatMap(({ route }) => splitOf(route, app) ?? []);

/** The name of v2's cluster in an Envoy: a route names it only while v2 has traffic. Undefined without a split route. */
export const canaryCluster = (services: readonly VirtualService[], app: string): string | undefined => {
  const [split] = services.flatMap((service) => splitsIn(service, app));
  return split && `|v2|${split.v2.destination.host}`;
};

/** The weight of v2 of each app that has split routes: that of the first one. */
export const weightsOf = (
  services: readonly VirtualService[],
  apps: readonly string[],
): ReadonlyMap<string, number> =>
  new Map(
    apps.flatMap((app) => {
      const [split] = services.flatMap((service) => splitsIn(service, app));
      return split ? [[app, split.v2.weight ?? 0] as const] : [];
    }),
  );

/**
 * A copy in which every route that is split between v1 and v2 of the app gives v2 this weight. Undefined when none is.
 *
 * @param weight of v2, an integer from 0 to `weightTotal`
 */
export const withWeight = (
  service: VirtualService,
  app: string,
  weight: number,
): VirtualService | undefined => {
  const copy = structuredClone(service);
  const splits = splitsIn(copy, app);
  for (const { v1, v2 } of splits) {
    v1.weight = weightTotal - weight;
    v2.weight = weight;
  }
  return splits.length > 0 ? copy : undefined;
};

/**
 * Reads a percentage (`10`, `12.5`, `0.1%`) into a weight over `weightTotal`.
 *
 * @throws RangeError when it is not a number from 0 to 100 with at most one decimal
 */
export const parseWeight = (percent: string): number => {
  const match = /^(\d{1,3})(?:\.(\d))?%?$/.exec(percent.trim());
  const weight = match ? Number(match[1]) * 10 + Number(match[2] ?? 0) : Number.NaN;
  if (!(weight >= 0 && weight <= weightTotal)) {
    throw new RangeError(
      `A weight is a percentage from 0 to 100 with at most one decimal, not "${percent}".`,
    );
  }
  return weight;
};

/** A weight as a percentage, e.g. `12.5 %`. */
export const showWeight = (weight: number): string => `${(weight / 10).toFixed(weight % 10 === 0 ? 0 : 1)} %`;
