import { newId } from "@caravan/contracts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sales, tickets } from "./database/schema.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const soon = (seconds: number) => new Date(Date.now() + seconds * 1000);
const health = (seconds = 0) => shop.dependencies.sales.health(soon(seconds));
const set = (id: string, change: Partial<typeof sales.$inferInsert>) =>
  shop.test.database.drizzle.update(sales).set(change).where(eq(sales.id, id));

describe("what alerts of flash sales go by", () => {
  it("tells how long no process has looked after a sale, and nothing of drafts, later and settled ones", async () => {
    await shop.draft();
    await shop.open({ opensAt: shop.soon(3000) });
    expect(await health(100)).toMatchObject({ untendedSeconds: 0 });
    const { id } = await shop.open();
    expect((await health(40)).untendedSeconds).toBeGreaterThan(39);
    for (let round = 0; round < 2; round += 1) {
      await shop.keeper.claim();
      await shop.keeper.round();
    }
    await shop.keeper.claim();
    expect((await health(40)).untendedSeconds).toBeLessThan(41);
    await set(id, { keptBy: "a process that is gone", keptUntil: soon(3600), tendedAt: soon(-90) });
    for (let round = 0; round < 2; round += 1) {
      await shop.keeper.claim();
      await shop.keeper.round();
    }
    expect((await health()).untendedSeconds).toBeGreaterThan(89);
    await set(id, { phase: "settled" });
    expect((await health()).untendedSeconds).toBeLessThan(10);
  });

  it("does not count a pass that failed", async () => {
    const { id } = await shop.open();
    await shop.keeper.claim();
    await set(id, { tendedAt: soon(-90) });
    shop.server.redis.disconnect();
    await shop.keeper.round();
    await shop.keeper.claim();
    await shop.server.redis.connect();
    expect((await health()).untendedSeconds).toBeGreaterThan(89);
    await set(id, { phase: "settled" });
  });

  it("tells how long the oldest piece has been without an order", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    await shop.ask(ann, id);
    shop.partners.world.away = true;
    await shop.advance();
    expect((await health(90)).unorderedSeconds).toBeGreaterThan(89);
    shop.partners.world.away = false;
    await shop.test.database.drizzle
      .update(tickets)
      .set({ dueAt: soon(-1) })
      .where(eq(tickets.saleId, id));
    await shop.advance();
    expect((await health(90)).unorderedSeconds).toBe(0);
  });

  it("tells of those in line for whom a piece is free, while the sale is open", async () => {
    const { id } = await shop.open({ pieces: 2 });
    const ticket = { saleId: id, click: "a-click", status: "waiting" } as const;
    for (let i = 0; i < 3; i += 1)
      await shop.test.database.drizzle
        .insert(tickets)
        .values({ ...ticket, id: newId("tkt"), shopperId: newId("gst") });
    expect((await health()).unservedTickets).toBe(2);
    expect((await health(7200)).unservedTickets).toBe(0);
    await set(id, { phase: "paused" });
    expect((await health()).unservedTickets).toBe(0);
  });
});
