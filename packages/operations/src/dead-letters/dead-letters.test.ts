import { deadLetterTopic, newId, orderEnded } from "@caravan/contracts";
import { deadLetters, everyEntry, groupsOf } from "@caravan/streams";
import { startRedis, type TestRedis } from "@caravan/streams/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explain } from "./explain.ts";
import { findDeadLetter } from "./find-dead-letter.ts";
import { errorsIn } from "./last-errors.ts";
import { discard, discardedStream, replay } from "./move.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => server.redis.flushall());

const topic: string = orderEnded.topic;
const now = new Date("2026-11-25T12:00:00.000Z");

const event = (data: unknown = {}, time = "2026-11-25T11:00:00.000Z") =>
  JSON.stringify({
    specversion: "1.0",
    id: "e-1",
    source: "/caravan/order",
    type: topic,
    subject: "ord_1",
    time,
    data,
  });
const sound = () => ({
  orderId: newId("ord"),
  shopperId: newId("gst"),
  status: "delivered",
  at: now.toISOString(),
});

const putAside = async (data: string, id = "*", of = topic) =>
  String(await server.redis.xadd(deadLetterTopic(of), id, "data", data, "metadata", '{"a":"b"}'));
const all = (stream: string) => Array.fromAsync(everyEntry(server.redis, stream));
const letters = () => Array.fromAsync(deadLetters(server.redis));

describe("replay", () => {
  test("publishes the same event again, and removes the dead letter", async () => {
    const id = await putAside(event());
    await replay(server.redis, await findDeadLetter(server.redis, id), { now });
    expect((await all(topic)).map(({ fields }) => fields)).toEqual([
      { data: event(), metadata: '{"a":"b"}' },
    ]);
    expect(await letters()).toEqual([]);
  });
  test("refuses events older than the inboxes, without --old", async () => {
    const letter = await findDeadLetter(server.redis, await putAside(event({}, "2026-11-17T00:00:00.000Z")));
    await expect(replay(server.redis, letter, { now })).rejects.toThrow("8 days ago");
    expect(await letters()).toHaveLength(1);
    await replay(server.redis, letter, { now, old: true });
    expect(await all(topic)).toHaveLength(1);
  });
  test("that cannot publish loses nothing", async () => {
    const letter = await findDeadLetter(server.redis, await putAside(event()));
    await server.redis.set(topic, "not a stream");
    await expect(replay(server.redis, letter, { now })).rejects.toThrow("WRONGTYPE");
    expect(await letters()).toHaveLength(1);
  });
});

test("discard keeps the event with reason and author", async () => {
  const id = await putAside(event());
  const letter = await findDeadLetter(server.redis, id);
  await discard(server.redis, letter, { reason: "a test order", who: "ada@desk", now });
  expect(await letters()).toEqual([]);
  const [kept] = await all(discardedStream(topic));
  expect(kept?.fields).toMatchObject({
    data: event(),
    reason: "a test order",
    who: "ada@desk",
    discardedAt: now.toISOString(),
    deadLetterId: id,
  });
});

describe("ids", () => {
  test.each(["", "ord_1", "5", "1-1; flushall", "*"])("%j is refused with an explanation", async (id) => {
    await expect(findDeadLetter(server.redis, id)).rejects.toThrow("is not an id of a dead letter");
  });
  test("that do not exist are refused", async () => {
    await putAside(event());
    await expect(findDeadLetter(server.redis, "1-1")).rejects.toThrow("There is no dead letter 1-1.");
  });
  test("that two topics have are refused as ambiguous", async () => {
    await putAside(event(), "5-1");
    await putAside(event(), "5-1", "user.erased.v1");
    await expect(findDeadLetter(server.redis, "5-1")).rejects.toThrow("There are 2 dead letters 5-1.");
    expect(await findDeadLetter(server.redis, "user.erased.v1/5-1")).toMatchObject({
      topic: "user.erased.v1",
    });
  });
});

test("more dead letters than one page are all read", async () => {
  const many = server.redis.pipeline();
  for (let i = 0; i < 1201; i++) many.xadd(deadLetterTopic(topic), "*", "data", event());
  await many.exec();
  expect(await letters()).toHaveLength(1201);
});

describe("the explanation", () => {
  const explainFirst = async (log = "") => {
    const [letter] = await letters();
    if (!letter) throw new Error("there is no dead letter");
    return explain(letter, await groupsOf(server.redis, topic), errorsIn(log, "logistics"));
  };
  const listens = (app: string) => server.redis.xgroup("CREATE", topic, app, "0", "MKSTREAM");

  test("names the fields that do not fit the contract, and the only subscriber", async () => {
    await listens("logistics");
    await putAside(event({ ...sound(), orderId: "7" }));
    const { consumer, reason } = await explainFirst();
    expect(consumer).toBe("logistics");
    expect(reason).toContain("orderId: must be an id such as");
  });
  test("is the last error in the handler's log", async () => {
    await listens("logistics");
    await listens("order");
    await putAside(event(sound()));
    const line = (message: string) =>
      JSON.stringify({ msg: "an event was not handled", topic, event: "e-1", err: { message } });
    const log = ["no JSON", line("first"), line("database-busy"), '{"msg":"another line"}'].join("\n");
    expect(await explainFirst(log)).toEqual({
      consumer: "logistics",
      reason: "logistics failed: database-busy",
    });
  });
  test("names the possible consumers when nothing is logged", async () => {
    await listens("logistics");
    await listens("order");
    await putAside(event(sound()));
    const { consumer, reason } = await explainFirst();
    expect(consumer).toBeNull();
    expect(reason).toContain("logistics or order");
  });
  test.each([
    ["{", "It is not a CloudEvent."],
    [event(sound()), "order.ended.v1 has no subscriber"],
  ])("of %s is %s", async (data, expected) => {
    await putAside(data);
    expect((await explainFirst()).reason).toContain(expected);
  });
});
