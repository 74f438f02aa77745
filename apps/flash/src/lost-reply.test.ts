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

/** One piece: Ann has it, Bob waits. Ann's order is made, and the process ends before it is noted. */
const crashed = async () => {
  const { id } = await shop.open({ pieces: 1, line: 1, shards: 1 });
  const [ann, bob] = [await shop.join(id), await shop.join(id)];
  const { ticketId } = await placeIn(await shop.ask(ann, id));
  await shop.ask(bob, id);
  const { tickets, sales, orders, entries } = shop.dependencies;
  const [ticket] = await tickets.claimDue(new Date(), new Date(), 1);
  const [sale, entry] = [await sales.find(id), await entries.find(id, ann.who)];
  if (ticket?.id !== ticketId || sale === undefined || !entry?.deliverTo) throw new Error("no ticket is due");
  await orders.place(ticket, sale, ann.who, entry.deliverTo);
  return { id, ann, bob, orderId: shop.partners.placed.get(ticket.id)?.id };
};

describe("an order that was made, and of which the sale does not know", () => {
  it.each(["idempotency-key-reused", "account-erased", "out-of-stock"])(
    "keeps its piece when the next attempt is refused with %s",
    async (code) => {
      const { id, ann, bob, orderId } = await crashed();
      shop.partners.world.refusal = code;
      for (let round = 0; round < 4; round += 1) await shop.advance();
      shop.partners.world.refusal = undefined;
      expect(await placeIn(await shop.place(ann.who, id))).toMatchObject({ state: "admitted", orderId });
      expect(await placeIn(await shop.place(bob.who, id))).toMatchObject({ state: "waiting" });
    },
  );

  it("is not asked about again and again while it is not paid long after its time", async () => {
    const { id, ann } = await crashed();
    const { world } = shop.partners;
    const { payBy } = world;
    world.payBy = new Date(Date.now() - 3_600_000);
    for (let round = 0; round < 4; round += 1) await shop.advance();
    await shop.tell("order.stock-back.v1", {
      ...{ orderId: newId("ord"), shopperId: ann.who, status: "expired", at: shop.soon(0) },
      ticketId: (await placeIn(await shop.place(ann.who, id))).ticketId,
    });
    for (let round = 0; round < 2; round += 1) await shop.advance();
    world.payBy = payBy;
    expect(await shop.dependencies.tickets.lag(new Date())).toMatchObject({ dueTickets: 0 });
  });

  it("keeps its piece when its shopper has their data erased meanwhile", async () => {
    const { id, ann, bob, orderId } = await crashed();
    await shop.dependencies.sales.forgetAddresses(id);
    for (let round = 0; round < 4; round += 1) await shop.advance();
    expect(await placeIn(await shop.place(ann.who, id))).toMatchObject({ state: "admitted", orderId });
    expect(await placeIn(await shop.place(bob.who, id))).toMatchObject({ state: "waiting" });
  });
});

describe("a ticket of which the goods are not there for a while", () => {
  it("waits for them: neither it nor those in line lose their piece or place", async () => {
    const { id } = await shop.open({ pieces: 1, line: 5, shards: 1 });
    const [ann, bob] = [await shop.join(id), await shop.join(id)];
    for (const one of [ann, bob]) await shop.ask(one, id);
    shop.partners.world.refusal = "out-of-stock";
    for (let round = 0; round < 4; round += 1) await shop.advance();
    shop.partners.world.refusal = undefined;
    expect(await placeIn(await shop.place(ann.who, id))).toMatchObject({ state: "admitted" });
    expect(await placeIn(await shop.place(bob.who, id))).toMatchObject({ state: "waiting" });
  });
});
