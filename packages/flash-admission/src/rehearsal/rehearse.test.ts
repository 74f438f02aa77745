import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { rehearse } from "./rehearse.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

const rehearsal = {
  sale: { id: "sale-1-rehearsal", shards: 2 },
  terms: { pieces: 30, limit: 1, room: 20, backlog: 1000 },
  ...{ shoppers: 200, seed: 7, mostSeconds: 30 },
};

describe("a rehearsal", () => {
  it("sells exactly the copy's pieces, fills its line, and tells every click", async () => {
    const rehearsed = await rehearse(server.redis, rehearsal);
    expect(rehearsed).toMatchObject({ sold: 30, waiting: 20, differences: 0 });
    const told = Object.values(rehearsed?.told ?? {}).reduce((sum, count) => sum + count, 0);
    expect(told).toBe(rehearsed?.clicks);
    expect(rehearsed?.clicksLeft).toBe(0);
    expect(rehearsed?.soldOutSeconds).toBeLessThanOrEqual(rehearsed?.seconds ?? 0);
  });

  it("counts each shopper once by what they have, however often they pressed", async () => {
    const rehearsed = await rehearse(server.redis, rehearsal);
    expect(rehearsed?.outcome).toEqual({ piece: 30, place: 20, nothing: 150, untold: 0 });
    expect(rehearsed?.told.admitted).toBeGreaterThan(30);
    const two = await rehearse(server.redis, { ...rehearsal, terms: { ...rehearsal.terms, limit: 2 } });
    expect(two?.outcome.piece).toBeLessThan(30);
    expect(Object.values(two?.outcome ?? {}).reduce((sum, count) => sum + count, 0)).toBe(200);
  });

  it("leaves nothing in Redis", async () => {
    await rehearse(server.redis, rehearsal);
    expect(await server.admin.keys("*")).toEqual([]);
  });

  it("is one at a time", async () => {
    const both = await Promise.all([rehearse(server.redis, rehearsal), rehearse(server.redis, rehearsal)]);
    expect(both.filter((one) => one === undefined)).toHaveLength(1);
  });

  it("ends when its time is over", async () => {
    const rehearsed = await rehearse(server.redis, { ...rehearsal, mostSeconds: 0 });
    expect(rehearsed?.clicks).toBeLessThanOrEqual(64);
    expect(rehearsed?.clicksLeft).toBeGreaterThan(0);
    expect(rehearsed?.outcome.untold).toBeGreaterThan(0);
  });
});
