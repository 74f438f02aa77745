import * as v from "valibot";
import { type Manifest, ofKind } from "./manifests.ts";

/** One entry of what an app answers to `GET /dapr/subscribe`, or the spec of a Dapr Subscription resource. */
export const Subscription = v.looseObject({
  pubsubname: v.string(),
  topic: v.string(),
  deadLetterTopic: v.optional(v.string()),
});
export type Subscription = v.InferOutput<typeof Subscription>;

const Component = v.looseObject({
  metadata: v.looseObject({ name: v.string() }),
  scopes: v.optional(v.array(v.string()), []),
  spec: v.looseObject({
    type: v.string(),
    metadata: v.array(v.looseObject({ name: v.string(), value: v.optional(v.unknown()) })),
  }),
});

const Retry = v.looseObject({
  policy: v.picklist(["constant", "exponential"]),
  maxRetries: v.pipe(v.number(), v.integer()),
});

const Resiliency = v.looseObject({
  spec: v.looseObject({
    policies: v.looseObject({ retries: v.optional(v.record(v.string(), Retry), {}) }),
    targets: v.looseObject({
      components: v.optional(
        v.record(
          v.string(),
          v.looseObject({
            inbound: v.optional(
              v.looseObject({ retry: v.optional(v.string()), timeout: v.optional(v.string()) }),
            ),
          }),
        ),
        {},
      ),
    }),
  }),
});

/**
 * What is wrong with an app's subscription. `pubsub.redis` acknowledges an event after the last failed try, so
 * without a retry policy and a dead-letter topic the first error loses it.
 */
export const subscriptionFaults = (
  app: string,
  subscription: Subscription,
  components: readonly Manifest[],
): string[] => {
  const { pubsubname, topic, deadLetterTopic } = subscription;
  const where = `${app} → ${topic}`;
  const component = ofKind(components, "Component", Component).find(
    (one) => one.metadata.name === pubsubname && one.spec.type.startsWith("pubsub."),
  );
  if (component === undefined) return [`${where}: there is no pub/sub component named ${pubsubname}`];
  const faults: string[] = [];
  if (deadLetterTopic === undefined || deadLetterTopic === "" || deadLetterTopic === topic)
    faults.push(`${where}: has no dead-letter topic of its own`);
  if (component.scopes.length > 0 && !component.scopes.includes(app))
    faults.push(`${where}: ${app} is not in the scopes of component ${pubsubname}`);
  const scoped = component.spec.metadata.find(({ name }) =>
    ["publishingScopes", "allowedTopics", "protectedTopics", "subscriptionScopes"].includes(name),
  );
  if (scoped && !String(scoped.value).includes(deadLetterTopic ?? topic))
    faults.push(`${where}: ${scoped.name} of ${pubsubname} keeps it from its dead-letter topic`);
  return [...faults, ...inboundFaults(where, pubsubname, components)];
};

const inboundFaults = (where: string, pubsub: string, components: readonly Manifest[]): string[] => {
  const [resiliency, ...more] = ofKind(components, "Resiliency", Resiliency);
  if (resiliency === undefined || more.length > 0) return [`${where}: there must be one Resiliency resource`];
  const { policies, targets } = resiliency.spec;
  const inbound = targets.components[pubsub]?.inbound;
  if (inbound?.retry === undefined) return [`${where}: component ${pubsub} has no inbound retry policy`];
  const retry = policies.retries[inbound.retry];
  if (retry === undefined) return [`${where}: the retry policy ${inbound.retry} is not defined`];
  const faults: string[] = [];
  if (retry.maxRetries < 1)
    faults.push(`${where}: ${inbound.retry} must retry a bounded number of times, not ${retry.maxRetries}`);
  if (inbound.timeout === undefined)
    faults.push(`${where}: a delivery has no timeout, so a handler that hangs blocks a worker for good`);
  return faults;
};
