import { copySale } from "@caravan/flash-admission/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";
import { createKeeper } from "./use-cases/keep-sales.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

describe("while no one asks", () => {
  it("the keeper sees within a second that Redis lost stored decisions, and keeps the tickets", async () => {
    const { id } = await shop.open({ pieces: 2, shards: 1 });
    const [ann, bob] = [await shop.join(id), await shop.join(id)];
    await shop.ask(ann, id);
    const failOver = await copySale(shop.server.admin, { id, shards: 1 });
    const told = await (await shop.ask(bob, id)).json();
    await failOver();
    await shop.keeper.claim();
    for (let round = 0; round < 5; round += 1) await shop.keeper.round();
    expect(shop.counted.filter((one) => one === "rebuild rebuilt")).toHaveLength(1);
    expect(await (await shop.ask(bob, id)).json()).toEqual(told);
    await shop.command(id, "end");
  });

  it("the keeper asks for the newest decisions once a second, not in each round", async () => {
    const { id } = await shop.open({ shards: 1 });
    const { admissions } = shop.dependencies;
    let [confirmed, tended] = [0, 0];
    const counting: typeof admissions.of = (sale) => {
      const admission = admissions.of(sale);
      if (sale.id !== id) return admission;
      return {
        ...admission,
        tend: async () => {
          tended += 1;
        },
        confirm: async () => {
          confirmed += 1;
        },
      };
    };
    const dependencies = { ...shop.dependencies, admissions: { ...admissions, of: counting } };
    const keeper = createKeeper(dependencies, { name: "another", leaseSeconds: 60 });
    await keeper.claim();
    for (let round = 0; round < 8; round += 1) await keeper.round();
    expect([tended, confirmed]).toEqual([8, 2]);
  });
});
