import { expect, test } from "vitest";
import { eventOf, traceparent } from "./testing/example.ts";
import { type Received, startFakeDaprd } from "./testing/fake-daprd.ts";
import { intoBatches } from "./waves.ts";

interface Entry {
  entryId: string;
  contentType: string;
  event: Record<string, unknown>;
}
const entriesOf = (request: Received | undefined): Entry[] => JSON.parse(request?.body ?? "[]");
const idsOf = (request: Received): unknown[] => entriesOf(request).map(({ event }) => event.id);

test("events are sent in one request per topic, unchanged", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  const other = eventOf("c", { type: "thing.lost.v1" });
  const results = await daprd.connect().publish([eventOf("a"), eventOf("b"), other]);

  expect(results).toEqual(["a", "b", "c"].map((id) => ({ id, ok: true })));
  expect(daprd.received.map(({ url }) => url)).toEqual([
    "/v1.0-alpha1/publish/bulk/pubsub/thing.made.v1",
    "/v1.0-alpha1/publish/bulk/pubsub/thing.lost.v1",
  ]);
  expect(entriesOf(daprd.received[0]).map(({ event }) => event)).toEqual([eventOf("a"), eventOf("b")]);
  expect(entriesOf(daprd.received[0])[0]?.contentType).toBe("application/cloudevents+json");
});

test("an event's trace is written so that daprd keeps it", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  await daprd.connect().publish([eventOf("a", { traceparent })]);
  // Without traceid, daprd replaces traceparent by that of the publishing request.
  expect(entriesOf(daprd.received[0])[0]?.event).toMatchObject({ traceparent, traceid: traceparent });
});

test("each event of a batch that failed in part has a result of its own", async () => {
  await using daprd = await startFakeDaprd(() => ({
    status: 500,
    body: { failedEntries: [{ entryId: "1", error: "queue full" }], errorCode: "ERR_PUBSUB_PUBLISH_MESSAGE" },
  }));
  const results = await daprd.connect().publish([eventOf("a"), eventOf("b"), eventOf("c")]);
  expect(results.map(({ id, ok }) => [id, ok])).toEqual([
    ["a", true],
    ["b", false],
    ["c", true],
  ]);
});

test.each([
  { status: 500, body: { errorCode: "ERR_PUBSUB_PUBLISH_MESSAGE", message: "no" } },
  { status: 403, body: { errorCode: "ERR_PUBSUB_FORBIDDEN", message: "no" } },
  { status: 413, body: "too large" },
  "break" as const,
  "never" as const,
])("when a request fails, all its events fail, and publish still resolves: %j", async (reply) => {
  await using daprd = await startFakeDaprd(() => reply);
  const results = await daprd.connect({ defaultTimeoutSeconds: 0.5 }).publish([eventOf("a"), eventOf("b")]);
  expect(results.map(({ ok }) => ok)).toEqual([false, false]);
});

test("events of one subject are sent one after the other, because daprd publishes a batch concurrently", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  const results = await daprd
    .connect()
    .publish([
      eventOf("a1", { subject: "A" }),
      eventOf("a2", { subject: "A" }),
      eventOf("b1", { subject: "B" }),
      eventOf("x"),
      eventOf("a3", { subject: "A" }),
    ]);
  expect(daprd.received.map(idsOf)).toEqual([["a1", "b1", "x"], ["a2"], ["a3"]]);
  expect(results.map(({ id }) => id)).toEqual(["a1", "a2", "b1", "x", "a3"]);
});

test("after a failure no later event of its subject is published, others are", async () => {
  await using daprd = await startFakeDaprd(({ body }) =>
    body.includes('"a1"')
      ? { status: 500, body: { failedEntries: [{ entryId: "0", error: "no" }] } }
      : { status: 204 },
  );
  const results = await daprd
    .connect()
    .publish([
      eventOf("a1", { subject: "A" }),
      eventOf("b1", { subject: "B" }),
      eventOf("a2", { subject: "A" }),
      eventOf("b2", { subject: "B" }),
    ]);
  expect(results.map(({ id, ok }) => [id, ok])).toEqual([
    ["a1", false],
    ["b1", true],
    ["a2", false],
    ["b2", true],
  ]);
  expect(daprd.received.flatMap(idsOf)).not.toContain("a2");
});

test("an event that is in the batch twice does not make the batch fail", async () => {
  await using daprd = await startFakeDaprd(() => ({ status: 204 }));
  const results = await daprd.connect().publish([eventOf("a"), eventOf("a")]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true]);
  expect(new Set(entriesOf(daprd.received[0]).map(({ entryId }) => entryId)).size).toBe(2);
});

test("no request comes near daprd's limit of 4 MiB, and an event that is too large is sent alone", () => {
  const large = eventOf("large", { data: "x".repeat(600_000) });
  const huge = eventOf("huge", { data: "x".repeat(5_000_000) });
  const batches = intoBatches([eventOf("a"), large, large, huge, eventOf("b")]);
  expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([
    ["a", "large"],
    ["large"],
    ["huge"],
    ["b"],
  ]);
});
