import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";

/** Weights are integers over this sum: 100 of it are 10 %. */
export const weightTotal = 1000;

const Destination = v.looseObject({ host: v.string(), subset: v.optional(v.string()) });
const Route = v.looseObject({
  route: v.optional(v.array(v.looseObject({ destination: Destination, weight: v.optional(v.number()) }))),
});

/** An Istio VirtualService, as far as weights are concerned; everything else is kept as it is. */
export const VirtualService = v.looseObject({
  kind: v.literal("VirtualService"),
  metadata: v.looseObject({ name: v.string(), namespace: v.optional(v.string()) }),
  spec: v.looseObject({ http: v.optional(v.array(Route)) }),
});
export type VirtualService = v.InferOutput<typeof VirtualService>;

/** The mesh host of an app. */
export function meshHost(app: string): string {
  return `${app}.shop.svc.cluster.local`;
}

type Split = { destination: { host: string; subset?: string | undefined }; weight?: number | undefined }[];

/** The two subsets of a route that is split between v1 and v2 of this app. */
function splitOf(route: Split | undefined, app: string) {
  const subset = (name: string) =>
    route?.find(({ destination }) => destination.host === meshHost(app) && destination.subset === name);
  const [v1, v2] = [subset("v1"), subset("v2")];
  return v1 && v2 ? { v1, v2 } : undefined;
}

/** The name of v2's cluster in an Envoy: a route names it only while v2 has some of the traffic. */
export const canaryCluster = (app: string): string => `|v2|${meshHost(app)}`;

/** The canary's weight of an app in one VirtualService: the first of its routes that is split. */
export function weightIn(service: VirtualService, app: string): number | undefined {
  for (const { route } of service.spec.http ?? []) {
    const split = splitOf(route, app);
    if (split) return split.v2.weight ?? 0;
  }
  return undefined;
}

/**
 * A copy in which every route that is split between v1 and v2 of the app gives v2 this weight. Undefined when none is.
 *
 * @param weight of v2, an integer from 0 to `weightTotal`
 */
export function withWeight(service: VirtualService, app: string, weight: number): VirtualService | undefined {
  const copy = structuredClone(service);
  let found = false;
  for (const { route } of copy.spec.http ?? []) {
    const split = splitOf(route, app);
    if (!split) continue;
    split.v1.weight = weightTotal - weight;
    split.v2.weight = weight;
    found = true;
  }
  return found ? copy : undefined;
}

/**
 * Reads what a person types as a percentage (`10`, `12.5`, `0.1%`) into a weight over `weightTotal`.
 *
 * @throws Trouble when it is no number from 0 to 100 with at most one decimal
 */
export function parseWeight(percent: string): number {
  const match = /^(\d{1,3})(?:\.(\d))?%?$/.exec(percent.trim());
  const weight = match ? Number(match[1]) * 10 + Number(match[2] ?? 0) : Number.NaN;
  if (!(weight >= 0 && weight <= weightTotal)) {
    throw new Trouble(`A weight is a percentage from 0 to 100 with at most one decimal, not "${percent}".`);
  }
  return weight;
}

/** A weight as a percentage, e.g. `12.5 %`. */
export function showWeight(weight: number): string {
  return `${(weight / 10).toFixed(weight % 10 === 0 ? 0 : 1)} %`;
}
