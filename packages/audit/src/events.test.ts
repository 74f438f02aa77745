import { deadLetterTopic, orderEnded } from "@caravan/contracts";
import { startRedis, type TestRedis } from "@caravan/streams/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deadLetters } from "./checks/dead-letters.ts";
import { streams } from "./checks/streams.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => server.redis.flushall());

const { topic } = orderEnded;
const before = new Date("2026-11-25T12:00:00.000Z");
const at = (seconds: number) => `${before.getTime() + seconds * 1000}-0`;

/** An event for a subscriber, written at that time. */
const publish = async (id: string): Promise<void> => {
  const { redis } = server;
  await redis.xgroup("CREATE", topic, "logistics", "0", "MKSTREAM").catch(() => undefined);
  await redis.xadd(topic, id, "data", JSON.stringify({ id: `event ${id}` }));
};
const deliver = () =>
  server.redis.xreadgroup("GROUP", "logistics", "pod-1", "COUNT", 10, "STREAMS", topic, ">");

test("an event that was not delivered in time is a fault until it is acknowledged", async () => {
  await publish(at(-1));
  expect(await streams.run(server, { before })).toMatchObject([
    { id: `logistics event ${at(-1)}`, sentence: expect.stringContaining("was not delivered to logistics") },
  ]);
  await deliver();
  expect(await streams.run(server, { before })).toMatchObject([
    { sentence: expect.stringContaining("was delivered 1× and not acknowledged to logistics") },
  ]);
  await server.redis.xack(topic, "logistics", at(-1));
  expect(await streams.run(server, { before })).toEqual([]);
});

test("an event within the lag is not a fault, delivered or not", async () => {
  await publish(at(1));
  expect(await streams.run(server, { before })).toEqual([]);
  await deliver();
  expect(await streams.run(server, { before })).toEqual([]);
});

test("a dead letter is a fault until it is removed", async () => {
  const { redis } = server;
  const id = String(await redis.xadd(deadLetterTopic(topic), "*", "data", "{}"));
  expect(await deadLetters.run(server)).toMatchObject([{ id: `${topic}/${id}` }]);
  await redis.xdel(deadLetterTopic(topic), id);
  expect(await deadLetters.run(server)).toEqual([]);
});
