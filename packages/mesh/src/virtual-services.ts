import * as v from "valibot";

const Destination = v.looseObject({ host: v.string(), subset: v.optional(v.string()) });

const Route = v.looseObject({
  name: v.optional(v.string()),
  match: v.optional(v.array(v.looseObject({}))),
  delegate: v.optional(v.looseObject({ name: v.string() })),
  route: v.optional(v.array(v.looseObject({ destination: Destination, weight: v.optional(v.number()) }))),
});
/** One entry of a VirtualService's `http`. */
export type Route = v.InferOutput<typeof Route>;

/** An Istio VirtualService, as far as weights are concerned; all other fields are kept. */
export const VirtualService = v.looseObject({
  apiVersion: v.optional(v.string()),
  kind: v.literal("VirtualService"),
  metadata: v.looseObject({
    name: v.string(),
    namespace: v.optional(v.string()),
    resourceVersion: v.optional(v.string()),
    annotations: v.optional(v.record(v.string(), v.string())),
  }),
  spec: v.looseObject({ hosts: v.optional(v.array(v.string())), http: v.optional(v.array(Route)) }),
});
export type VirtualService = v.InferOutput<typeof VirtualService>;

/** The VirtualService with the weights of an app. It has no host: routes of the others hand over to it (`delegate`). */
export const weightsName = (app: string): string => `${app}-weights`;

/** The routes that an app's weights are on. */
export const delegationsTo = (services: readonly VirtualService[], app: string): VirtualService[] =>
  services.filter(({ spec }) => spec.http?.some(({ delegate }) => delegate?.name === weightsName(app)));

/** The name of an app's Service in a destination; undefined when no route leads to it. */
export const hostOf = (services: readonly VirtualService[], app: string): string | undefined =>
  services
    .flatMap(({ spec }) => spec.http ?? [])
    .flatMap(({ route }) => route ?? [])
    .find(({ destination }) => isOf(app, destination.host))?.destination.host;

/** Whether a host is that of an app's Service. */
export const isOf = (app: string, host: string): boolean => host.split(".")[0] === app;
