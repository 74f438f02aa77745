import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { forgetSale } from "../admission/forget-sale.ts";
import { originsKey } from "../admission/keys.ts";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { type Enrolment, enrol, type Origin } from "./enrol.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());
beforeEach(() => server.admin.flushall());

const enrolment: Enrolment = { sale: "s", key: "secret", until: new Date(Date.now() + 60_000) };
const address = (value: string, most: number): Origin => ({ kind: "address", value, most });
const device = (value: string, most: number): Origin => ({ kind: "device", value, most });
const come = (shopper: string, ...origins: Origin[]) => enrol(server.redis, enrolment, shopper, origins);

it.each([address, device])("so many shoppers of one %o take part, each counted once", async (origin) => {
  const came = await Promise.all(["a", "a", "b", "c", "a"].map((shopper) => come(shopper, origin("x", 2))));
  expect(came).toEqual([undefined, undefined, undefined, origin("x", 2), undefined]);
  expect(await come("c", origin("y", 2))).toBeUndefined();
});

it("of many who come at once, as many are counted as may be", async () => {
  const shoppers = Array.from({ length: 50 }, (_, i) => `shopper${i}`);
  const came = await Promise.all(shoppers.map((shopper) => come(shopper, device("shared", 3))));
  expect(came.filter((full) => full === undefined)).toHaveLength(3);
});

it("who is refused for their device takes no place of their address, and the other way round", async () => {
  expect(await come("ann", device("laptop", 1), address("home", 2))).toBeUndefined();
  for (const shopper of ["bob", "cat", "dan"])
    expect(await come(shopper, device("laptop", 1), address("home", 2))).toMatchObject({
      kind: "device",
      most: 1,
    });
  expect(await come("bob", device("phone", 1), address("home", 2))).toBeUndefined();
  expect(await come("cat", device("tablet", 1), address("home", 2))).toMatchObject({
    kind: "address",
    most: 2,
  });
  expect(await come("dan", device("tablet", 1), address("elsewhere", 2))).toBeUndefined();
});

it("an address and a device of one name are two, and so are those of two sales", async () => {
  expect(await come("ann", address("same", 1))).toBeUndefined();
  expect(await come("bob", device("same", 1))).toBeUndefined();
  const other = { ...enrolment, sale: "t" };
  expect(await enrol(server.redis, other, "cat", [address("same", 1)])).toBeUndefined();
});

it("what is kept tells neither address, device nor shopper, also to one who tries them all without the sale's key", async () => {
  await come("shopper-1", address("192.0.2.1", 2), device("device-of-ann", 2));
  const kept = await server.admin.hgetall(originsKey("s"));
  expect(await server.admin.keys("*")).toEqual([originsKey("s")]);
  expect(JSON.stringify(kept)).not.toMatch(/192|ann|shopper/);
  await server.admin.flushall();
  const guess = { ...enrolment, key: "a guess" };
  await enrol(server.redis, guess, "shopper-1", [address("192.0.2.1", 2), device("device-of-ann", 2)]);
  const fields = Object.keys(await server.admin.hgetall(originsKey("s")));
  expect(fields).toHaveLength(4);
  for (const field of fields) expect(kept).not.toHaveProperty(field);
});

it("it is forgotten with the sale, and by itself a while after its end", async () => {
  await come("ann", device("laptop", 1));
  expect(await server.admin.pttl(originsKey("s"))).toBeGreaterThan(0);
  await forgetSale(server.redis, { id: "s", shards: 2 });
  expect(await server.admin.keys("*")).toEqual([]);
  expect(await come("bob", device("laptop", 1))).toBeUndefined();
});
