import { ticketStoreKeepsItsContract } from "@caravan/flash-admission/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "../testing/real-shop.ts";
import { openTicketStore } from "./ticket-store.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const store = () => openTicketStore({ database: shop.test.database, now: () => new Date() });

describe("the store in the database", () => {
  ticketStoreKeepsItsContract(async (pieces) => {
    const { id } = await shop.open({ pieces, opensAt: shop.soon(3600), endsAt: shop.soon(7200) });
    return { store: store(), sale: id };
  });

  it("refuses decisions from the moment a sale is paused, before admission knows of it", async () => {
    const { id } = await shop.open({ opensAt: shop.soon(3600), endsAt: shop.soon(7200) });
    const { epoch } = await store().raise(id);
    await shop.command(id, "pause");
    const decided = [
      { number: 1, kind: "admitted", ticket: "t", shopper: "s", click: "c", mark: "m" },
    ] as const;
    expect(await store().append({ sale: id, epoch, shard: 0, decided })).toBe("stale");
  });
});
