import { cohortHeader, cohortOf, handedOverPath, newId, newIdOf, orderMark } from "@caravan/contracts";
import { expect, test, vi } from "vitest";
import { onEvent } from "./event-handler.ts";
import { type HandOver, openHandOver } from "./hand-over.ts";
import type { DeliveryOutcome } from "./handle-event.ts";
import { serveSubscriptions } from "./subscriptions.ts";
import { eventOf, thingMade } from "./testing/example.ts";
import { type FakeReply, startFakeDaprd } from "./testing/fake-daprd.ts";

const route = `/events/${thingMade.topic}`;
const post = (id: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/cloudevents+json" },
  body: JSON.stringify(eventOf(id)),
});

/** The first version, whose mesh answers so. */
const serve = async (answer: () => FakeReply, hasCanary = true) => {
  // An HTTP server like any other: here it stands for the mesh.
  const mesh = await startFakeDaprd(answer);
  const outcomes: DeliveryOutcome["result"][] = [];
  const handler = vi.fn(async () => {});
  const handOver = openHandOver(`http://127.0.0.1:${mesh.port}`, async () => hasCanary);
  const subscription = onEvent(thingMade, handler);
  const app = serveSubscriptions(
    [subscription],
    { enabled: true, onOutcome: ({ result }) => outcomes.push(result) },
    handOver,
  );
  return { app, mesh, handler, outcomes, [Symbol.asyncDispose]: () => mesh[Symbol.asyncDispose]() };
};

test("while there is a canary an event goes through the mesh, unchanged, and is handled where that leads it", async () => {
  await using v1 = await serve(() => ({ body: { status: "SUCCESS" } }));
  const reply = await v1.app.request(route, post("e1"));
  expect([reply.status, await reply.json()]).toEqual([200, { status: "SUCCESS" }]);
  expect(v1.handler).not.toHaveBeenCalled();
  expect(v1.outcomes).toEqual(["handed-over"]);
  expect(v1.mesh.received).toMatchObject([
    { method: "POST", url: `${handedOverPath}${thingMade.topic}`, body: JSON.stringify(eventOf("e1")) },
  ]);
});

test("without a canary no event leaves the process", async () => {
  await using v1 = await serve(() => ({ body: { status: "SUCCESS" } }), false);
  await v1.app.request(route, post("e1"));
  expect(v1.handler).toHaveBeenCalledOnce();
  expect(v1.mesh.received).toEqual([]);
});

test.each<[string, FakeReply]>([
  ["fails", { status: 500, body: { status: "RETRY" } }],
  ["does not know the event", { status: 404, body: "not found" }],
  ["has no pod", { status: 503, body: "no healthy upstream" }],
  ["would drop it", { body: { status: "DROP" } }],
  ["answers something else", { body: "<html>" }],
  ["breaks off", "break"],
])(
  "an event that comes back because the canary %s is delivered again, and handled here",
  async (_, reply) => {
    await using v1 = await serve(() => reply);
    const first = await v1.app.request(route, post("e1"));
    expect([first.status, await first.json()]).toEqual([500, { status: "RETRY" }]);
    expect(v1.handler).not.toHaveBeenCalled();
    const again = await v1.app.request(route, post("e1"));
    expect([again.status, await again.json()]).toEqual([200, { status: "SUCCESS" }]);
    expect(v1.handler).toHaveBeenCalledOnce();
    expect(v1.outcomes).toEqual(["came-back", "success"]);
    expect(v1.mesh.received).toHaveLength(1);
  },
);

test("an event is handed over to a canary that hears none, and to a first version, which does not hand it on", async () => {
  const isOpenTo = vi.fn(async () => true);
  const give = vi.fn(async () => {});
  const handOver: HandOver = { isOpenTo, give, finished: () => {} };
  for (const [enabled, way] of [
    [false, undefined],
    [true, handOver],
  ] as const) {
    const handler = vi.fn(async () => {});
    const app = serveSubscriptions([onEvent(thingMade, handler)], { enabled }, way);
    const reply = await app.request(`${handedOverPath}${thingMade.topic}`, post("e1"));
    expect(await reply.json()).toEqual({ status: "SUCCESS" });
    expect(handler).toHaveBeenCalledOnce();
  }
  expect(give).not.toHaveBeenCalled();
  expect(
    (await serveSubscriptions([], { enabled: false }).request(`${handedOverPath}x.v1`, post("e"))).status,
  ).toBe(503);
});

test("a first version to which the mesh leads its own event back handles it", async () => {
  const handler = vi.fn(async () => {});
  let app = serveSubscriptions([], { enabled: true });
  const handOver: HandOver = {
    isOpenTo: async () => true,
    async give(topic, event) {
      const reply = await app.request(`${handedOverPath}${topic}`, post(event.id));
      if (reply.status !== 200) throw new Error(String(reply.status));
    },
    finished: () => {},
  };
  app = serveSubscriptions([onEvent(thingMade, handler)], { enabled: true }, handOver);
  expect((await app.request(route, post("e1"))).status).toBe(200);
  expect(handler).toHaveBeenCalledOnce();
});

test("an event goes to the version of the shopper whose order it is about, in a named cohort as well", async () => {
  await using v1 = await serve(() => ({ body: { status: "SUCCESS" } }));
  const shopper = newId("usr");
  const bucket = cohortOf(shopper);
  const about = (id: string, data: object) =>
    v1.app.request(route, {
      ...post(id),
      body: JSON.stringify({ ...eventOf(id), data: { name: "lamp", ...data } }),
    });
  await about("e1", { orderId: newIdOf("ord", shopper, `staff,${bucket}`) });
  await about("e2", { orderId: newIdOf("ord", shopper) });
  await about("e3", { userId: shopper });
  await about("e4", {});
  const cohorts = v1.mesh.received.map(({ headers }) => headers[cohortHeader]);
  expect(cohorts).toEqual([
    `${orderMark("staff")},${bucket}`,
    expect.stringMatching(new RegExp(`^order-[0-9a-f]{7},${bucket}$`)),
    bucket,
    undefined,
  ]);
  expect(cohorts[1]).not.toBe(cohorts[0]);
});
