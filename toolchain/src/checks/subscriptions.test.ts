import { existsSync, globSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { deployedApps, parseManifests, root } from "./manifests.ts";
import { daprObjects, renderShop } from "./render.ts";
import { Subscription, subscriptionFaults } from "./subscriptions.ts";

const components = daprObjects(await renderShop());

/** What daprd will hear from the app. Building it opens nothing: dependencies are used only when an event comes. */
const subscriptionsOf = async (app: string) => {
  const { createSubscriptions } = await import(`${root}/apps/${app}/src/app.ts`);
  if (typeof createSubscriptions !== "function") throw new Error(`${app} has no createSubscriptions`);
  const reply: Response = await createSubscriptions({}, { enabled: true }).request("/dapr/subscribe");
  return v.parse(v.array(Subscription), await reply.json());
};

const listening = deployedApps().filter((app) => existsSync(`${root}/apps/${app}/src/subscriptions`));

describe("every subscription has an inbound retry policy and a dead-letter topic", () => {
  it.each(listening)("%s", async (app) => {
    const heard = await subscriptionsOf(app);
    const handlers = globSync(`apps/${app}/src/subscriptions/on-*.ts`, {
      cwd: root,
      exclude: ["**/*.test.ts"],
    });
    expect(heard, "one subscription per file").toHaveLength(handlers.length);
    expect(heard.flatMap((one) => subscriptionFaults(app, one, components))).toEqual([]);
  });

  it("those declared as resources", () => {
    const declared = components.filter(({ kind }) => kind === "Subscription");
    const faults = declared.flatMap((one) => {
      const { scopes = [], spec } = v.parse(
        v.looseObject({ scopes: v.optional(v.array(v.string())), spec: Subscription }),
        one,
      );
      return scopes.flatMap((app) => subscriptionFaults(app, spec, components));
    });
    expect(faults).toEqual([]);
  });
});

const pubsub = `
apiVersion: dapr.io/v1alpha1
kind: Component
metadata: { name: pubsub }
scopes: [inventory]
spec: { type: pubsub.redis, metadata: [] }
`;
const resiliency = (inbound: string, retries = "delivery: { policy: constant, maxRetries: 3 }") => `
apiVersion: dapr.io/v1alpha1
kind: Resiliency
metadata: { name: resiliency }
spec:
  policies: { retries: { ${retries} } }
  targets: { components: { pubsub: { inbound: { ${inbound} } } } }
`;
const good = {
  pubsubname: "pubsub",
  topic: "order.placed.v1",
  deadLetterTopic: "dead-letter.order.placed.v1",
};
const faults = (subscription: Subscription, policy: string, app = "inventory", component = pubsub) =>
  subscriptionFaults(app, subscription, parseManifests(`${component}---${policy}`)).join("; ");
const full = resiliency("retry: delivery, timeout: 5s");

describe("the check refuses", () => {
  it("nothing that is whole", () => expect(faults(good, full)).toBe(""));
  it("a missing dead-letter topic", () =>
    expect(faults({ ...good, deadLetterTopic: undefined }, full)).toMatch(/no dead-letter topic/));
  it("a dead-letter topic that is the topic itself", () =>
    expect(faults({ ...good, deadLetterTopic: good.topic }, full)).toMatch(/no dead-letter topic/));
  it("a missing retry policy", () =>
    expect(faults(good, resiliency("timeout: 5s"))).toMatch(/no inbound retry policy/));
  it("a policy that is not defined", () =>
    expect(faults(good, resiliency("retry: other, timeout: 5s"))).toMatch(/not defined/));
  it("retries without an end", () =>
    expect(
      faults(
        good,
        resiliency("retry: delivery, timeout: 5s", "delivery: { policy: constant, maxRetries: -1 }"),
      ),
    ).toMatch(/bounded/));
  it("a delivery without a timeout", () =>
    expect(faults(good, resiliency("retry: delivery"))).toMatch(/no timeout/));
  it("an app outside the component's scopes", () => expect(faults(good, full, "order")).toMatch(/scopes/));
  it("a component that does not exist", () =>
    expect(faults({ ...good, pubsubname: "kafka" }, full)).toMatch(/no pub\/sub component/));
  it("topic scopes that leave out the dead-letter topic", () =>
    expect(
      faults(
        good,
        full,
        "inventory",
        pubsub.replace("[]", '[{ name: publishingScopes, value: "inventory=" }]'),
      ),
    ).toMatch(/keeps it from/));
});
