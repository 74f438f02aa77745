import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { startRedis, type TestRedis } from "@caravan/streams/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { showDeadLetters } from "./telemetry.ts";
import { watchBroker } from "./watch.ts";

let broker: TestRedis;
let server: ReturnType<typeof watchBroker>;
let url: string;
beforeAll(async () => {
  broker = await startRedis();
  server = watchBroker(broker.redis, 0, showDeadLetters);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  url = `http://127.0.0.1:${(address satisfies AddressInfo).port}/metrics`;
});
afterAll(async () => {
  server.close();
  await broker.stop();
});

const scrape = async () => {
  const reply = await fetch(url);
  return { status: reply.status, text: await reply.text() };
};

test("shows how many dead letters of each topic wait, how old they are, and when none is left", async () => {
  const stream = "dead-letter.order.placed.v1";
  const anHourAgo = `${Date.now() - 3_600_000}-0`;
  const first = await broker.redis.xadd(stream, anHourAgo, "data", "{}");
  const second = await broker.redis.xadd(stream, "*", "data", "{}");
  await broker.redis.xadd("order.placed.v1", "*", "data", "{}");
  await broker.redis.set("cart", "x");

  const { text } = await scrape();
  expect(text).toContain('caravan_dead_letters{topic="order.placed.v1"} 2');
  const [, age] = /caravan_dead_letters_oldest_seconds\{topic="order.placed.v1"\} (\S+)/.exec(text) ?? [];
  expect(Number(age)).toBeGreaterThanOrEqual(3600);

  for (const id of [first, second]) await broker.redis.xdel(stream, String(id));
  expect((await scrape()).text).not.toContain("caravan_dead_letters{");
});

test("fails the scrape while the broker does not answer, so that no old number is taken for a new one", async () => {
  broker.redis.disconnect();
  expect((await scrape()).status).toBe(503);
});
