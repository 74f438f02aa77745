import { Problem, Refusal, Sale, SaleFile } from "@caravan/contracts";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as schema from "./database/schema.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";
import { giveUpDrafts } from "./use-cases/give-up-drafts.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterEach(() => {
  shop.partners.world.beforeReply = undefined;
});
afterAll(() => shop.close());

const file = async (reply: Response) => v.parse(SaleFile, await reply.json());
const phaseOf = async (id: string) => (await shop.dependencies.sales.find(id))?.phase;
const keep = async () => {
  await shop.keeper.claim();
  for (let round = 0; round < 3; round += 1) await shop.keeper.round();
};
/** Inventory sets the pieces of a draft aside, and its reply is lost. */
const lostReply = async (pieces = 7) => {
  const { id } = await shop.draft({ pieces });
  const free = shop.partners.world.free;
  shop.partners.world.beforeReply = async () => {
    shop.partners.world.beforeReply = undefined;
    throw new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "The connection is cut." });
  };
  expect((await shop.command(id, "schedule")).status).toBe(503);
  expect(free - shop.partners.world.free).toBe(pieces);
  return { id, free };
};
/** As if inventory had been asked so long ago. */
const askedBefore = (id: string, seconds: number) =>
  shop.test.database.drizzle
    .update(schema.sales)
    .set({ allotmentAskedAt: new Date(Date.now() - seconds * 1000) })
    .where(eq(schema.sales.id, id));

describe("pieces that were set aside for a draft that does not know of it", () => {
  it("go back when staff ends the draft, and shoppers never see it", async () => {
    const { id, free } = await lostReply();
    const reply = await shop.command(id, "end");
    expect([reply.status, (await file(reply)).state]).toEqual([200, "ended"]);
    await keep();
    expect([await phaseOf(id), shop.partners.world.free]).toEqual(["settled", free]);
    expect((await shop.send("GET", `/v1/sales/${id}`, undefined)).status).toBe(404);
    const list = v.parse(
      v.object({ items: v.array(Sale) }),
      await (await shop.send("GET", "/v1/sales", undefined)).json(),
    );
    expect(list.items.map((sale) => sale.id)).not.toContain(id);
  });

  it("are found and go back when nothing more is asked of the draft", async () => {
    const { id, free } = await lostReply();
    await giveUpDrafts(shop.dependencies);
    expect(await phaseOf(id)).toBe("draft");
    await askedBefore(id, 601);
    await giveUpDrafts(shop.dependencies);
    await keep();
    expect([await phaseOf(id), shop.partners.world.free]).toEqual(["settled", free]);
    const { history } = await file(await shop.send("GET", `/v1/staff/sales/${id}`, shop.staff));
    expect(history.at(1)).toMatchObject({ what: "end", who: "flash" });
  });

  it("are the sale's when staff announces it again", async () => {
    const { id, free } = await lostReply();
    await askedBefore(id, 500);
    expect((await shop.command(id, "schedule")).status).toBe(200);
    await giveUpDrafts(shop.dependencies);
    expect([await phaseOf(id), free - shop.partners.world.free]).toEqual(["running", 7]);
  });

  it("go back when the draft was ended before inventory answered", async () => {
    const { id } = await shop.draft({ pieces: 7 });
    const { free } = shop.partners.world;
    shop.partners.world.beforeReply = async () => {
      await shop.command(id, "end");
      await shop.test.database.drizzle
        .update(schema.sales)
        .set({ phase: "settled" })
        .where(eq(schema.sales.id, id));
    };
    const reply = await shop.command(id, "schedule");
    expect([reply.status, v.parse(Problem, await reply.json()).code]).toEqual([409, "sale-not-a-draft"]);
    expect(shop.partners.world.free).toBe(free);
  });
});

describe("a draft that inventory has no pieces of", () => {
  it("stays a draft, however long ago inventory was asked", async () => {
    const { id } = await shop.draft({ pieces: 5 });
    const { free } = shop.partners.world;
    shop.partners.world.free = 4;
    expect((await shop.command(id, "schedule")).status).toBe(409);
    shop.partners.world.free = free;
    await askedBefore(id, 5000);
    await giveUpDrafts(shop.dependencies);
    expect(await phaseOf(id)).toBe("draft");
  });

  it("is not settled while a call to inventory may be under way", async () => {
    const { id } = await shop.draft({ pieces: 5 });
    await shop.dependencies.sales.noteAllotmentAsked(id, new Date());
    await shop.command(id, "end");
    await keep();
    expect(await phaseOf(id)).toBe("closed");
    await askedBefore(id, 61);
    await keep();
    expect(await phaseOf(id)).toBe("settled");
  });
});
