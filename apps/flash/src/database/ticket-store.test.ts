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

  it("takes shards that hand over at the same time in one transaction, and refuses one of them alone", async () => {
    const { id } = await shop.open({ pieces: 4, opensAt: shop.soon(3600), endsAt: shop.soon(7200) });
    const tickets = store();
    const { epoch } = await tickets.raise(id);
    const batch = (shard: number, number: number, pieces = 1) => ({
      ...{ sale: id, epoch, shard },
      decided: Array.from({ length: pieces }, (_, i) => ({
        ...{ number: number + i, kind: "admitted" as const, click: "c", mark: `${shard}${i}` },
        ...{ ticket: `t${shard}-${i}-${id.slice(-9)}`, shopper: `s${shard}-${i}` },
      })),
    });
    // The first is under way when the others come.
    const all = [batch(0, 1), batch(1, 1), batch(2, 2), batch(3, 1, 3), batch(4, 1)];
    expect(await Promise.all(all.map((one) => tickets.append(one)))).toEqual([
      ...["stored", "stored", "diverged", "diverged", "stored"],
    ]);
    expect((await shop.dependencies.sales.find(id))?.sold).toBe(3);
    expect((await tickets.raise(id)).tickets.map(({ shopper }) => shopper)).toEqual(["s0-0", "s1-0", "s4-0"]);
  });
});
