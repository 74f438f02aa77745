import { newId, SalePlace } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const placeIn = async (reply: Response) => v.parse(SalePlace, await reply.json());

describe("a person", () => {
  it("finds the ticket of the guest that they were", async () => {
    const { id } = await shop.open();
    const guest = await shop.join(id);
    const account = newId("usr");
    await shop.ask(guest, id);
    const joined = { guestId: guest.who, userId: account, at: shop.soon(0) };
    expect(await shop.tell("guest.joined.v1", joined)).toEqual({ status: "SUCCESS" });
    expect(await placeIn(await shop.place(account, id))).toMatchObject({ state: "admitted" });
  });

  it("who had their data erased gets no order: the piece goes to the next", async () => {
    const { id } = await shop.open({ pieces: 1, line: 1, shards: 1 });
    const ann = await shop.join(id, newId("usr"));
    const bob = await shop.join(id);
    await shop.ask(ann, id);
    await shop.ask(bob, id);
    await shop.tell("user.erased.v1", { userId: ann.who, at: shop.soon(0), guests: [] });
    for (let round = 0; round < 3; round += 1) await shop.advance();
    expect(await placeIn(await shop.place(bob.who, id))).toMatchObject({ state: "admitted" });
    const stored = await shop.dependencies.entries.find(id, ann.who);
    expect(stored?.deliverTo).toBeNull();
  });
});
