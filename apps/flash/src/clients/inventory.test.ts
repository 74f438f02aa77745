import { inventoryAllotmentRoutes, SaleTerms } from "@caravan/contracts";
import * as v from "valibot";
import { expect, it } from "vitest";
import { openInventory } from "./inventory.ts";

const neverAsked = async (): Promise<never> => {
  throw new Error("never asked");
};

const terms = (paySeconds: number) => ({
  ...{ sku: "CAR-0001", pieces: 1, price: { amountCents: 1, currency: "EUR" }, paySeconds },
  ...{ opensAt: "2026-11-30T19:00:00.000Z", endsAt: "2026-11-30T21:00:00.000Z" },
});

it("inventory accepts the longest time to pay that staff may write, so no draft cannot be announced", async () => {
  const most = Array.from({ length: 1000 }, (_, i) => 1500 - i).find((it) => v.is(SaleTerms, terms(it))) ?? 0;
  const bodies: unknown[] = [];
  const inventory = openInventory({
    openAllotment: async ({ body }) => {
      bodies.push(body);
      throw new Error("only asked");
    },
    findSaleAllotment: neverAsked,
    closeAllotment: neverAsked,
  });
  const sale = {
    ...{ id: "sal_019a6fc4-1ba1-70a0-9f95-491cdb9a9f01", sku: "CAR-0001", priceCents: 1, pieces: 1 },
    ...{
      perShopper: 1,
      audience: "everyone" as const,
      opensAt: new Date(),
      endsAt: new Date(),
      line: 1,
      shards: 1,
    },
    ...{
      paySeconds: most,
      lotMilliseconds: 0,
      difficulty: 0,
      perAddress: 1,
      phase: "draft" as const,
      epoch: 0,
    },
    ...{
      allotmentId: null,
      allotmentAskedAt: null,
      endedAt: null,
      sold: 0,
      seed: "",
      tokenKey: "",
      rebuildNeeded: false,
      createdAt: new Date(),
    },
  };
  await expect(inventory.openAllotment(sale)).rejects.toThrow("only asked");
  expect(v.is(inventoryAllotmentRoutes.openAllotment.body, bodies[0])).toBe(true);
});
