import { afterAll, beforeAll, expect, it } from "vitest";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";
import { mostTickets, ticketBytes, ticketRoom } from "./capacity.ts";
import { openShard } from "./shard.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

const usedBytes = async () =>
  Number(/^used_memory:(\d+)/m.exec(await server.redis.info("memory"))?.[1] ?? Number.NaN);
/** Of the length of ours: a kind and a UUID. */
const id = (kind: string, number: number) =>
  `${kind}_019a6fc4-1ba1-70a0-9f95-${String(number).padStart(12, "0")}`;

it("a ticket takes no more of Redis than is reckoned with, its decision not stored yet", async () => {
  const tickets = 20_000;
  const { sale, warm } = await openSale(server.redis, 1, { pieces: 0, room: tickets, backlog: tickets });
  await warm();
  const shard = openShard(server.redis, sale.id, 0);
  const before = await usedBytes();
  await Promise.all(
    Array.from({ length: tickets }, (_, i) => shard.ask(id("gst", i), "c".repeat(22), id("tkt", i))),
  );
  const each = ((await usedBytes()) - before) / tickets;
  expect(each).toBeGreaterThan(ticketBytes / 2);
  expect(each).toBeLessThan(ticketBytes);
});

it("a Redis has room for tickets in a third of its memory, and for some if its memory has no limit", async () => {
  expect(await ticketRoom(server.redis)).toBe(100_000);
  await server.admin.config("SET", "maxmemory", 105_000_000);
  expect(await ticketRoom(server.redis)).toBe(50_000);
  await server.admin.config("SET", "maxmemory", 0);
});

it("tickets that went back count: when a sale has as many as Redis is to hold, it is sold out, whatever comes back", async () => {
  const { pod, warm } = await openSale(server.redis, 1, { pieces: 1, most: 3 });
  await warm();
  const admission = pod();
  for (const shopper of ["ann", "bob", "cat"]) {
    const told = await admission.ask(shopper, "c");
    if (told.kind !== "admitted") throw new Error(told.kind);
    expect(await admission.giveBack(shopper, told.ticket)).toMatchObject({ kind: "returned" });
  }
  expect(await admission.ask("dan", "c")).toEqual({ kind: "sold-out" });
  expect(await admission.ask("cat", "c")).toMatchObject({ kind: "not-for-you" });
});

it("a sale may have each of its tickets go back once, on all shards together", () => {
  expect(mostTickets({ pieces: 10, line: 90, shards: 4 })).toBe(200 + 400);
});
