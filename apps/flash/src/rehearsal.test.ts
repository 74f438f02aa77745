import { Problem, SaleRehearsal } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const rehearse = (saleId: string, shoppers = 100) =>
  shop.send("POST", `/v1/staff/sales/${saleId}/rehearsal`, shop.staff, { shoppers });

describe("a rehearsal of a sale", () => {
  it("sells a copy by its own terms, and changes neither the sale nor the stock", async () => {
    const draft = await shop.draft({
      pieces: 20,
      line: 10,
      opensAt: shop.soon(3600),
      endsAt: shop.soon(7200),
    });
    const reply = await rehearse(draft.id);
    expect(v.parse(SaleRehearsal, await reply.json())).toMatchObject({
      shoppers: 100,
      sold: 20,
      waiting: 10,
    });
    const after = await shop.dependencies.sales.find(draft.id);
    expect(after).toMatchObject({ phase: "draft", sold: 0, allotmentId: null });
    expect(await shop.server.admin.keys("*")).toEqual([]);
  });

  it("is refused while a sale runs", async () => {
    const { id } = await shop.open();
    const reply = await rehearse(id);
    expect([reply.status, v.parse(Problem, await reply.json()).code]).toEqual([409, "sale-runs"]);
    await shop.command(id, "end");
  });
});
