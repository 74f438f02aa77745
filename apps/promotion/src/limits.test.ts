import { euros, newId } from "@caravan/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { givenShare } from "./domain/promotion.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

it("the promotions that have given most of their budget or their uses are shown, and none that is meant to be used up", async () => {
  const made = async (code: string, limits: object) => {
    const { id } = await shop.active({ code, benefit: { type: "amount", amount: euros(900) }, limits });
    await shop.try(newId("ord"), { codes: [code] });
    return id;
  };
  const half = await made("HALF-OF-IT", { budget: euros(1_800) });
  const nearly = await made("NEARLY-ALL", { budget: euros(1_000), uses: 10_000 });
  const uses = await made("MANY-USES", { uses: 10 });
  await made("FOR-ONE", { uses: 1 });
  await made("UNLIMITED", {});
  const over = await made("OVER", { budget: euros(900) });
  await shop.command(over, "end");
  await shop.draft({ code: "DRAFT", limits: { budget: euros(100) } });
  const shown = await shop.dependencies.promotions.mostGiven(shop.clock.now, 20);
  expect(shown.map((one) => [one.id, givenShare(one)])).toEqual([
    [nearly, 0.9],
    [half, 0.5],
    [uses, 0.1],
  ]);
  expect(await shop.dependencies.promotions.mostGiven(shop.clock.now, 1)).toMatchObject([{ id: nearly }]);
});
