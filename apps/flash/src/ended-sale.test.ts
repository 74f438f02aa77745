import { flashRoutes, Problem, SalePlace } from "@caravan/contracts";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decisions, sales } from "./database/schema.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const code = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const settle = async (id: string) => {
  await shop.command(id, "end");
  await shop.keeper.claim();
  for (let round = 0; round < 3; round += 1) await shop.keeper.round();
  expect((await shop.dependencies.sales.find(id))?.phase).toBe("settled");
};

const listed = async (): Promise<string[]> => {
  const reply = await shop.send("GET", "/v1/sales", undefined);
  const { items } = v.parse(flashRoutes.listSales.success.body, await reply.json());
  return items.map(({ id }) => id);
};

describe("a sale that is settled", () => {
  it("keeps no decisions, also of pieces that came back after its end", async () => {
    const { id, allotmentId } = await shop.open({ pieces: 1, shards: 1 });
    const ann = await shop.join(id);
    const { ticketId } = v.parse(SalePlace, await (await shop.ask(ann, id)).json());
    await shop.advance();
    await shop.command(id, "end");
    shop.partners.giveUp(ticketId ?? "", allotmentId);
    const order = { orderId: "ord_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20", shopperId: ann.who, ticketId };
    await shop.tell("order.stock-back.v1", { ...order, status: "expired", at: shop.soon(0) });
    for (let round = 0; round < 3; round += 1) await shop.advance();
    const stored = () => shop.test.database.drizzle.$count(decisions, eq(decisions.saleId, id));
    expect(await stored()).toBeGreaterThan(0);
    await settle(id);
    expect(await stored()).toBe(0);
  });
});

describe("the list of sales", () => {
  it("shows a sale for a day after it was ended, also if that was long before its time", async () => {
    const { id } = await shop.open({ endsAt: shop.soon(30 * 86_400) });
    await shop.command(id, "end");
    expect(await listed()).toContain(id);
    const yesterday = new Date(Date.now() - 86_401_000);
    await shop.test.database.drizzle.update(sales).set({ endedAt: yesterday }).where(eq(sales.id, id));
    expect(await listed()).not.toContain(id);
  });
});

describe("who still waits at the end", () => {
  it("is told in the API that nothing came of it, by the code that a click is refused with, for as long as it is asked", async () => {
    const { id } = await shop.open({ pieces: 1, line: 1, shards: 1 });
    const [ann, bob] = [await shop.join(id), await shop.join(id)];
    await shop.ask(ann, id);
    await shop.ask(bob, id);
    const placeOf = async (who: string) => v.parse(SalePlace, await (await shop.place(who, id)).json());
    expect(await placeOf(bob.who)).toMatchObject({ state: "waiting", place: 1 });
    await shop.command(id, "end");
    const nothing = { state: "returned", reason: "sale-ended", place: null, orderId: null };
    expect(await placeOf(bob.who)).toMatchObject(nothing);
    expect(await code(await shop.ask(bob, id))).toEqual([409, "sale-ended"]);
    expect(await placeOf(ann.who)).toMatchObject({ state: "admitted", reason: null });
    await shop.test.database.drizzle.update(sales).set({ phase: "settled" }).where(eq(sales.id, id));
    expect(await placeOf(bob.who)).toMatchObject(nothing);
  });
});

describe("a click after the end", () => {
  it("is told that the sale is over, also when it was ended before it opened", async () => {
    const { id } = await shop.open({ opensAt: shop.soon(3000), endsAt: shop.soon(3600) });
    const ann = await shop.join(id);
    await shop.command(id, "end");
    expect(await code(await shop.ask(ann, id))).toEqual([409, "sale-ended"]);
    await settle(id);
    expect(await code(await shop.ask(ann, id))).toEqual([409, "sale-ended"]);
  });

  it("is answered when Redis has lost what it knew of a settled sale: nothing of it is prepared any more", async () => {
    const { id } = await shop.open({ pieces: 1, line: 1, shards: 1 });
    const [ann, bob, cat] = [await shop.join(id), await shop.join(id), await shop.join(id)];
    const { ticketId } = v.parse(SalePlace, await (await shop.ask(ann, id)).json());
    await shop.ask(bob, id);
    await shop.advance();
    shop.partners.pay(ticketId ?? "");
    const data = { orderId: "ord_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20", shopperId: ann.who, ticketId };
    await shop.tell("order.stock-back.v1", { ...data, status: "delivered", at: shop.soon(0) });
    await shop.advance();
    await settle(id);
    await shop.server.admin.flushall();
    expect(v.parse(SalePlace, await (await shop.ask(ann, id)).json())).toMatchObject({ ticketId });
    for (const one of [bob, cat]) expect(await code(await shop.ask(one, id))).toEqual([409, "sale-ended"]);
  });
});
