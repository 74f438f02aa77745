import { setTimeout as sleep } from "node:timers/promises";
import { Problem, SalePlace } from "@caravan/contracts";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

/** What a shopper is told for good. */
const finalCodes = ["sold-out", "sale-ended", "ticket-returned"];

/** Asks until there is a decision, as a browser does. */
const askUntilTold = async (shopper: { who: string; token: string }, saleId: string, clicks: number) => {
  const told: string[] = [];
  for (let attempt = 0; told.length < clicks && attempt < 200; attempt += 1) {
    const reply = await shop.ask({ ...shopper, key: `${shopper.who}-${told.length}` }, saleId);
    if (reply.status < 300) {
      const { state, ticketId } = v.parse(SalePlace, await reply.json());
      if (state !== "deciding") told.push(`${state} ${ticketId}`);
    } else {
      const { code } = v.parse(Problem, await reply.json());
      if (finalCodes.includes(code)) told.push(code);
      else await sleep(50);
    }
  }
  return told;
};

describe("a rush of 300 shoppers on 40 pieces, a third of whom never pay", () => {
  it.each([1, 2])(
    "sells exactly the pieces, one a shopper, also when Redis is emptied in the middle (seed %i)",
    async (seed) => {
      const random = xoroshiro128plus(seed);
      const chance = (): number => uniformFloat64(random);
      const { id, allotmentId } = await shop.open({ pieces: 40, line: 400, shards: 3 });
      const shoppers = await Promise.all(Array.from({ length: 300 }, () => shop.join(id)));
      await shop.keeper.claim();
      let going = true;
      const background = Promise.all([
        (async () => {
          while (going) await Promise.all([shop.keeper.round(), shop.advance(), sleep(20)]);
        })(),
        (async () => {
          await sleep(60);
          await shop.server.admin.flushall();
          await sleep(100);
          await shop.server.admin.flushall();
        })(),
      ]);
      const clicks = shoppers.map(() => 1 + Math.floor(chance() * 5));
      const told = await Promise.all(shoppers.map((one, i) => askUntilTold(one, id, clicks[i] ?? 1)));

      // Everyone with an order pays, or does not: until nothing moves any more.
      const willPay = new Map(shoppers.map(({ who }) => [who, chance() > 1 / 3]));
      const unpaid = () => [...shop.partners.placed].filter(([, { piece }]) => piece === "held");
      const settled = async () => {
        const sums = (await shop.dependencies.sales.sums([id])).get(id);
        return sums?.paid === 40;
      };
      for (let round = 0; round < 400 && !(await settled()); round += 1) {
        for (const [ticketId, { shopperId, id: orderId }] of unpaid()) {
          const pays = willPay.get(shopperId) ?? false;
          if (pays) shop.partners.pay(ticketId);
          else shop.partners.giveUp(ticketId, allotmentId);
          const data = {
            orderId,
            shopperId,
            status: pays ? "delivered" : "expired",
            at: shop.soon(0),
            ticketId,
          };
          await shop.tell("order.stock-back.v1", data);
        }
        await sleep(10);
      }
      going = false;
      await background;

      const orders = [...shop.partners.placed].filter(([, { shopperId }]) => willPay.has(shopperId));
      const sold = orders.filter(([, { piece }]) => piece === "sold");
      expect(sold).toHaveLength(40);
      expect(new Set(sold.map(([, { shopperId }]) => shopperId)).size).toBe(40);
      expect(shop.partners.allotmentOf(id)?.left).toBe(0);
      const admitted = new Set(told.flat().filter((one) => one.startsWith("admitted")));
      for (const one of admitted) expect(shop.partners.placed.has(one.slice("admitted ".length))).toBe(true);
      for (const one of told)
        expect(new Set(one.filter((word) => word.startsWith("admitted"))).size).toBeLessThan(2);
    },
    120_000,
  );
});

describe("the keeper", () => {
  it("fills admission before the opening, and again when Redis was emptied", async () => {
    const { id } = await shop.open({ opensAt: shop.soon(1) });
    const ann = await shop.join(id);
    await shop.server.admin.flushall();
    await shop.keeper.claim();
    await shop.keeper.round();
    await sleep(1000);
    expect((await shop.ask(ann, id)).status).toBe(201);
    await shop.server.admin.flushall();
    expect((await shop.ask(ann, id)).status).toBe(503);
    await shop.keeper.round();
    const again = v.parse(SalePlace, await (await shop.ask(ann, id)).json());
    expect(again.state).toBe("admitted");
  });

  it("rebuilds a sale whose pieces in Redis and in the store differ, and counts it", async () => {
    const { id } = await shop.open({ pieces: 8, shards: 1 });
    await shop.keeper.claim();
    await shop.server.admin.hincrby(`{flash:${id}:0}:state`, "free", 3);
    for (let round = 0; round < 12 && !shop.counted.includes("difference"); round += 1)
      await shop.keeper.round();
    expect(shop.counted).toContain("difference");
    for (let round = 0; round < 2; round += 1) await shop.keeper.round();
    expect(await shop.server.redis.hget(`{flash:${id}:0}:state`, "free")).toBe("8");
  });

  it("gives unsold pieces back once every ticket is paid or returned, forgets all addresses and what is in Redis, and publishes the seed of the lots", async () => {
    const { id } = await shop.open({ pieces: 5 });
    const [ann, bob] = [await shop.join(id), await shop.join(id)];
    const { ticketId } = v.parse(SalePlace, await (await shop.ask(ann, id)).json());
    await shop.advance();
    const before = shop.partners.world.free;
    await shop.command(id, "end");
    await shop.keeper.claim();
    await shop.keeper.round();
    expect((await shop.dependencies.sales.find(id))?.phase).toBe("closed");
    shop.partners.pay(ticketId ?? "");
    const data = { orderId: "ord_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20", shopperId: ann.who, ticketId };
    await shop.tell("order.stock-back.v1", { ...data, status: "delivered", at: shop.soon(0) });
    await shop.advance();
    await shop.keeper.round();
    expect(shop.partners.world.free - before).toBe(4);
    const shown = await (await shop.send("GET", `/v1/sales/${id}`, undefined)).json();
    expect(shown).toMatchObject({ state: "settled", lotSeed: expect.any(String) });
    expect((await shop.dependencies.entries.find(id, ann.who))?.deliverTo).toBeNull();
    expect(await shop.server.admin.keys(`{flash:${id}:*:*`)).toEqual([]);
    const [again, late] = [await shop.ask(ann, id), await shop.ask({ ...bob, key: "late" }, id)];
    expect(v.parse(SalePlace, await again.json())).toMatchObject({ state: "paid", ticketId });
    expect(v.parse(Problem, await late.json()).code).toBe("sale-ended");
  });

  it("leaves a sale that another process keeps alone, and takes it when that one is gone", async () => {
    const { id } = await shop.open();
    const { sales } = shop.dependencies;
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    const kept = async (name: string, now: Date) =>
      (await sales.keep(name, now, at(90))).map((one) => one.id);
    expect(await kept("first", at(120))).toContain(id);
    expect(await kept("second", at(0))).not.toContain(id);
    expect(await kept("second", at(200))).toContain(id);
  });

  it("says that it cannot be reached while Redis is away, and nothing is decided", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    shop.server.redis.disconnect();
    const reply = await shop.ask(ann, id);
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "1"]);
    await shop.server.redis.connect();
    expect((await shop.ask(ann, id)).status).toBe(201);
  });
});
