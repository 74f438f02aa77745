import { readFileSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { ofKind, root } from "./manifests.ts";
import { daprObjects, renderShop } from "./render.ts";

const components = daprObjects(await renderShop());
const seconds = (text: string): number =>
  Number(v.parse(v.pipe(v.string(), v.regex(/^[0-9.]+s$/)), text).slice(0, -1));

const Policies = v.looseObject({
  spec: v.looseObject({
    policies: v.looseObject({
      timeouts: v.looseObject({ delivery: v.string() }),
      retries: v.looseObject({
        delivery: v.looseObject({
          policy: v.literal("exponential"),
          maxInterval: v.string(),
          maxRetries: v.number(),
        }),
      }),
    }),
  }),
});
const PubSub = v.looseObject({
  metadata: v.looseObject({ name: v.string() }),
  spec: v.looseObject({
    metadata: v.array(v.looseObject({ name: v.string(), value: v.optional(v.string()) })),
  }),
});
const [policies] = ofKind(components, "Resiliency", Policies);
const pubsub = ofKind(components, "Component", PubSub).find((one) => one.metadata.name === "pubsub");
const setting = (name: string): string =>
  String(pubsub?.spec.metadata.find((one) => one.name === name)?.value);
const file = (path: string): string => readFileSync(`${root}/${path}`, "utf8");
const { timeouts, retries } = v.parse(v.object({ spec: Policies.entries.spec }), policies).spec.policies;
const deliverySeconds = seconds(timeouts.delivery);
const { maxRetries, maxInterval } = retries.delivery;

/** Dapr's exponential pauses: half a second, growing by half, each 50 % more or less (dapr/kit retry). */
const pauses = Array.from({ length: maxRetries }, (_, i) => Math.min(0.5 * 1.5 ** i, seconds(maxInterval)));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
/** One event in its stream, measured at 0.7 KB. */
const entryBytes = 1024;
const longest = sum(pauses) * 1.5 + (maxRetries + 1) * deliverySeconds;
const shortest = sum(pauses) * 0.5;

it("all tries of an event have ended when another replica takes it over: it is not handled twice side by side", () => {
  expect(longest).toBeLessThan(seconds(setting("processingTimeout")));
});

it("the app gives up a delivery before its sidecar does", () => {
  const own = Number(/deliverySeconds = ([0-9.]+)/.exec(file("packages/dapr/src/delivery-context.ts"))?.[1]);
  expect(own).toBeLessThan(deliverySeconds);
  expect(own).toBeGreaterThan(deliverySeconds - 1);
});

it("an event that is handed over comes back after the other version gave it up, and before the sidecar does", () => {
  const own = Number(/deliverySeconds = ([0-9.]+)/.exec(file("packages/dapr/src/delivery-context.ts"))?.[1]);
  const milliseconds = /handOverMilliseconds = ([0-9_]+)/.exec(file("packages/dapr/src/hand-over.ts"))?.[1];
  const handOver = Number(milliseconds?.replace("_", "")) / 1000;
  expect(handOver).toBeGreaterThan(own);
  expect(handOver).toBeLessThan(deliverySeconds);
});

it("deliveries to an app without its database end before the first event becomes a dead letter", () => {
  const text = file("charts/service/templates/_sidecars.tpl");
  const probe = (name: string): number =>
    Number(new RegExp(`app-health-${name}: "([0-9]+)"`).exec(text)?.[1]);
  const untilUnready = (probeSeconds: number) =>
    probe("threshold") * (probe("probe-interval") + probeSeconds);
  expect(text).toContain("app-health-check-path: /readyz");
  // Refused at once, probes and tries alike; or both hang until they are given up.
  expect(untilUnready(0)).toBeLessThan(shortest);
  expect(untilUnready(probe("probe-timeout") / 1000)).toBeLessThan(
    shortest + (maxRetries + 1) * deliverySeconds,
  );
});

it("all streams and their dead letters, full, take no more than half of Redis' memory", async () => {
  const contracts: Record<string, unknown> = await import(`${root}/packages/contracts/src/index.ts`);
  const Event = v.looseObject({ topic: v.string(), data: v.unknown() });
  const topics = Object.values(contracts).filter((one) => v.is(Event, one)).length;
  expect(topics).toBeGreaterThan(5);
  const { redis } = v.parse(
    v.looseObject({ redis: v.looseObject({ maxMemory: v.pipe(v.string(), v.regex(/^[0-9]+mb$/)) }) }),
    parse(file("charts/data/values.yaml")),
  );
  const megabytes = (2 * topics * Number(setting("maxLenApprox")) * entryBytes) / 2 ** 20;
  expect(megabytes).toBeLessThanOrEqual(Number.parseInt(redis.maxMemory, 10) / 2);
});
