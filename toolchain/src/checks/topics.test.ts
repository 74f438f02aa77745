import { existsSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { deployedApps, ofKind, readManifests, root } from "./manifests.ts";
import { Subscription } from "./subscriptions.ts";

const PubSub = v.looseObject({
  metadata: v.looseObject({ name: v.string() }),
  scopes: v.array(v.string()),
  spec: v.looseObject({
    metadata: v.array(v.looseObject({ name: v.string(), value: v.optional(v.string()) })),
  }),
});
const pubsub = ofKind(readManifests("components"), "Component", PubSub).find(
  (one) => one.metadata.name === "pubsub",
);
const Event = v.looseObject({ topic: v.string(), data: v.unknown() });

/** The topics of the events an app publishes: those its contract defines. */
const publishes = async (app: string): Promise<string[]> => {
  const file = `${root}/packages/contracts/src/${app}.ts`;
  if (!existsSync(file)) return [];
  const contract: Record<string, unknown> = await import(file);
  return Object.values(contract).flatMap((one) => (v.is(Event, one) ? [one.topic] : []));
};

/** What an app hears, and where it puts what it cannot handle. */
const hears = async (app: string): Promise<Subscription[]> => {
  if (!existsSync(`${root}/apps/${app}/src/subscriptions`)) return [];
  const { createSubscriptions } = await import(`${root}/apps/${app}/src/app.ts`);
  const reply: Response = await createSubscriptions({}, true).request("/dapr/subscribe");
  return v.parse(v.array(Subscription), await reply.json());
};

const apps = deployedApps().filter((app) => pubsub?.scopes.includes(app));

/** What components/pubsub.yaml must say; a failure prints it. */
const wanted = async (): Promise<Record<string, string>> => {
  const publishing: string[] = [];
  const subscribing: string[] = [];
  const all = new Set<string>();
  for (const app of apps) {
    const heard = await hears(app);
    const topics = await publishes(app);
    const dead = heard.flatMap(({ deadLetterTopic }) => deadLetterTopic ?? []);
    for (const topic of [...topics, ...heard.map(({ topic }) => topic), ...dead]) all.add(topic);
    publishing.push(`${app}=${[...topics, ...dead].sort().join(",")}`);
    // The second version of an app publishes what it does, and hears nothing.
    publishing.push(`${app}-canary=${topics.sort().join(",")}`);
    subscribing.push(
      `${app}=${heard
        .map(({ topic }) => topic)
        .sort()
        .join(",")}`,
      `${app}-canary=`,
    );
  }
  return {
    publishingScopes: publishing.sort().join(";"),
    subscriptionScopes: subscribing.sort().join(";"),
    protectedTopics: [...all].sort().join(","),
  };
};

it("each app may publish what its contract defines and hear what its code subscribes to, and nothing else", async () => {
  const stated = Object.fromEntries(
    (pubsub?.spec.metadata ?? []).map(({ name, value = "" }) => [name, value.replaceAll(/\s+/g, "")]),
  );
  for (const [name, value] of Object.entries(await wanted())) expect(stated[name], name).toBe(value);
});
