import { euros, newId, paymentAuthorised } from "@caravan/contracts";
import { currentOrder } from "@caravan/tracing";
import { expect, test, vi } from "vitest";
import { deliverySeconds } from "./delivery-context.ts";
import { type Delivery, onEvent } from "./event-handler.ts";
import type { DeliveryOutcome } from "./handle-event.ts";
import { subscriptions } from "./subscriptions.ts";
import { eventOf, getThing, thingMade, traceparent } from "./testing/example.ts";
import { startFakeDaprd } from "./testing/fake-daprd.ts";

const route = "/events/thing.made.v1";
const post = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/cloudevents+json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const serve = (handle: (data: { name: string }, delivery: Delivery) => Promise<void> = async () => {}) => {
  const outcomes: DeliveryOutcome[] = [];
  const handler = vi.fn(handle);
  const app = subscriptions([onEvent(thingMade, handler)], {
    enabled: true,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  return { app, handler, outcomes };
};

test("every subscription is announced with a dead-letter topic", async () => {
  const reply = await serve().app.request("/dapr/subscribe");
  expect(await reply.json()).toEqual([
    { pubsubname: "pubsub", topic: "thing.made.v1", route, deadLetterTopic: "dead-letter.thing.made.v1" },
  ]);
});

test("a canary subscribes to nothing", async () => {
  const app = subscriptions([onEvent(thingMade, async () => {})], { enabled: false });
  expect(await (await app.request("/dapr/subscribe")).json()).toEqual([]);
});

test("a handled event is acknowledged, and its handler got data, id and trace", async () => {
  const { app, handler, outcomes } = serve();
  const reply = await app.request(route, post(eventOf("e1", { subject: "s", traceparent })));
  expect([reply.status, await reply.json()]).toEqual([200, { status: "SUCCESS" }]);
  expect(handler).toHaveBeenCalledExactlyOnceWith(
    { name: "e1" },
    { id: "e1", source: "/caravan/test", subject: "s", time: undefined, traceparent },
  );
  expect(outcomes).toMatchObject([{ topic: "thing.made.v1", id: "e1", result: "success" }]);
});

test("an event whose handler fails is never acknowledged", async () => {
  const failure = new Error("database is gone");
  const { app, outcomes } = serve(() => Promise.reject(failure));
  const reply = await app.request(route, post(eventOf("e1")));
  expect(reply.status).toBe(500);
  expect(await reply.text()).not.toContain("database");
  expect(outcomes).toMatchObject([{ id: "e1", result: "retry", error: failure }]);
});

test.each([
  ["not JSON", "{"],
  ["not a CloudEvent", { name: "x" }],
  ["an event without an id", { ...eventOf("e1"), id: undefined }],
  ["data that does not fit", eventOf("e1", { data: { name: 5 } })],
  ["no data", { ...eventOf("e1"), data: undefined }],
  ["a body of more than 1 MiB", eventOf("e1", { data: { name: "x".repeat(1024 * 1024) } })],
])("%s is dropped into the dead-letter topic without reaching the handler", async (_, body) => {
  const { app, handler, outcomes } = serve();
  const reply = await app.request(route, post(body));
  expect([reply.status, await reply.json()]).toEqual([200, { status: "DROP" }]);
  expect(handler).not.toHaveBeenCalled();
  expect(outcomes).toMatchObject([{ result: "drop" }]);
});

test("no delivery is answered 404, which would drop the event: not even for a topic that is unknown here", async () => {
  const { app } = serve();
  const reply = await app.request("/events/thing.lost.v1", post(eventOf("e1")));
  expect(reply.status).toBe(503);
});

test("an event that is delivered again while it is handled is not handled concurrently", async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { app, handler } = serve(() => ended);
  const first = app.request(route, post(eventOf("e1")));
  const again = app.request(route, post(eventOf("e1")));
  await app.request(route, post(eventOf("e2", { data: { nonsense: true } })));
  end();
  expect([(await first).status, (await again).status]).toEqual([200, 200]);
  expect(handler).toHaveBeenCalledOnce();
});

test("calls made by a handler continue the event's trace, and end before daprd stops waiting", async () => {
  await using daprd = await startFakeDaprd(() => ({ body: { name: "lamp" } }));
  const sidecar = daprd.connect();
  const { app } = serve(async () => {
    await sidecar.invoke("maker", getThing, { params: { thingId: "1" } });
  });
  await app.request(route, post(eventOf("e1", { traceparent })));
  const { "x-deadline-ms": left, ...headers } = daprd.received[0]?.headers ?? {};
  expect(headers).toMatchObject({ traceparent });
  expect(Number(left)).toBeGreaterThan(3_000);
  expect(Number(left)).toBeLessThanOrEqual(deliverySeconds * 1000);
});

test("a pushed change reaches the configuration's watches and is always acknowledged", async () => {
  const changed = vi.fn();
  const app = subscriptions([], { enabled: false, configuration: { changed } });
  const reply = await app.request("/configuration/configuration/order.limit", { method: "POST", body: "{}" });
  expect(reply.status).toBe(200);
  expect(changed).toHaveBeenCalledExactlyOnceWith("order.limit");
});

test("a handler and its outcome know the order that the event is about", async () => {
  const about: (string | undefined)[] = [];
  const app = subscriptions([onEvent(paymentAuthorised, async () => void about.push(currentOrder()))], {
    enabled: true,
    onOutcome: () => void about.push(currentOrder()),
  });
  const orderId = newId("ord");
  const data = { orderId, paymentId: newId("pay"), amount: euros(5_000) };
  const event = { ...eventOf("e1"), type: paymentAuthorised.topic, data };
  await app.request(`/events/${paymentAuthorised.topic}`, post(event));
  expect([...about, currentOrder()]).toEqual([orderId, orderId, undefined]);
});
