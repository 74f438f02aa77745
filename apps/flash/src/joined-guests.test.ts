import { newId, SalePlace } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beyondLimit } from "./domain/ticket.ts";
import { openRealShop, type RealShop, type SomeTerms } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

type Guest = { who: string; token: string };
const placeIn = async (reply: Response) => v.parse(SalePlace, await reply.json());
const placeOf = async ({ who }: { who: string }, id: string) => placeIn(await shop.place(who, id));
const join = (guest: Guest, userId: string) =>
  shop.tell("guest.joined.v1", { guestId: guest.who, userId, at: shop.soon(0) });
const advance = async () => {
  for (let round = 0; round < 5; round += 1) {
    await shop.test.database.drizzle.execute(
      "update tickets set due_at = utc_timestamp(3) where task = 'watch'",
    );
    await shop.advance();
  }
};
/** A sale of two pieces. Ann and Bob are one person with two browsers; Cat is another. */
const open = async (terms: SomeTerms = {}) => {
  const { id } = await shop.open({ pieces: 2, line: 5, shards: 1, ...terms });
  const [ann, bob, cat] = [await shop.join(id), await shop.join(id), await shop.join(id)];
  return { id, ann, bob, cat, account: newId("usr") };
};

describe("a person with a piece under each of two names", () => {
  it("keeps the older one; the other's order is cancelled, its piece goes to the next in line, and the person is told why", async () => {
    const { id, ann, bob, cat, account } = await open();
    for (const one of [ann, bob, cat]) await shop.ask(one, id);
    await shop.advance();
    const { ticketId } = await placeOf(bob, id);
    await join(ann, account);
    await advance();
    expect(await placeOf(cat, id)).toMatchObject({ state: "waiting" });
    await join(bob, account);
    await advance();
    expect(await placeOf(bob, id)).toMatchObject({ state: "returned", reason: "over-limit" });
    expect(shop.partners.placed.get(ticketId ?? "")).toMatchObject({ piece: "back" });
    expect(await placeOf(cat, id)).toMatchObject({ state: "admitted", reason: null });
    const kept = await placeOf({ who: account }, id);
    expect(kept).toMatchObject({ state: "admitted", reason: "over-limit" });
    expect(kept.ticketId).toBe((await placeOf(ann, id)).ticketId);
  });

  it("keeps the one that is paid, and both if both are", async () => {
    const { id, ann, bob, cat, account } = await open();
    for (const one of [ann, bob, cat]) await shop.ask(one, id);
    await shop.advance();
    const [first, second] = [await placeOf(ann, id), await placeOf(bob, id)];
    shop.partners.pay(second.ticketId ?? "");
    await advance();
    for (const one of [ann, bob]) await join(one, account);
    await advance();
    expect(await placeOf(ann, id)).toMatchObject({ state: "returned", reason: "over-limit" });
    expect(await placeOf(bob, id)).toMatchObject({ state: "paid", ticketId: second.ticketId });
    expect(first.ticketId).not.toBe(second.ticketId);
  });

  it("keeps a piece that is paid in the moment in which it was to go back", async () => {
    const { id, ann, bob, account } = await open();
    for (const one of [ann, bob]) await shop.ask(one, id);
    await shop.advance();
    for (const one of [ann, bob]) await join(one, account);
    for (const one of [ann, bob]) shop.partners.pay((await placeOf(one, id)).ticketId ?? "");
    await advance();
    for (const one of [ann, bob])
      expect(await placeOf(one, id)).toMatchObject({ state: "paid", reason: null });
  });

  it("loses a place in line beside a piece", async () => {
    const { id, ann, bob, cat, account } = await open({ pieces: 1 });
    for (const one of [ann, bob, cat]) await shop.ask(one, id);
    for (const one of [ann, bob]) await join(one, account);
    await advance();
    expect(await placeOf(bob, id)).toMatchObject({ state: "returned", reason: "over-limit" });
    expect(await placeOf(cat, id)).toMatchObject({ state: "waiting", place: 1 });
    expect(await placeOf(ann, id)).toMatchObject({ state: "admitted" });
  });

  it("may have as many as the sale's terms say", async () => {
    const { id, ann, bob, account } = await open({ perShopper: 2 });
    for (const one of [ann, bob]) await shop.ask(one, id);
    for (const one of [ann, bob]) await join(one, account);
    await advance();
    for (const one of [ann, bob])
      expect(await placeOf(one, id)).toMatchObject({ state: "admitted", reason: null });
  });

  it("gets no second order when they join before they ask", async () => {
    const { id, ann, bob, cat, account } = await open();
    for (const one of [ann, bob]) await join(one, account);
    for (const one of [ann, bob, cat]) await shop.ask(one, id);
    await advance();
    const states = await Promise.all([ann, bob, cat].map(async (one) => (await placeOf(one, id)).state));
    expect(states).toEqual(["admitted", "returned", "admitted"]);
  });

  it("keeps no order that was being made while they joined", async () => {
    const { id, ann, bob, account } = await open();
    await shop.ask(ann, id);
    await shop.advance();
    await shop.ask(bob, id);
    const { tickets, sales, orders, entries } = shop.dependencies;
    const [ticket] = await tickets.claimDue(new Date(), new Date(), 1);
    const [sale, entry] = [await sales.find(id), await entries.find(id, bob.who)];
    if (ticket?.shopperId !== bob.who || sale === undefined || !entry?.deliverTo)
      throw new Error("no ticket is due");
    const placed = await orders.place(ticket, sale, bob.who, entry.deliverTo);
    for (const one of [ann, bob]) await join(one, account);
    if (placed.kind !== "done") throw new Error(placed.kind);
    await tickets.progress(ticket, { task: "watch", dueAt: placed.payBy, attempts: 0, reason: null });
    await advance();
    expect(await placeOf(bob, id)).toMatchObject({ state: "returned", reason: "over-limit" });
  });
});

describe("an account on another device than the guest that it was", () => {
  it("takes part under the guest's name, and its token counts", async () => {
    const { id, ann, account } = await open();
    await join(ann, account);
    const entry = await shop.join(id, account);
    expect(entry.token).toBe(ann.token);
    const place = await placeIn(await shop.ask(entry, id));
    expect(place.state).toBe("admitted");
    expect(await placeOf(ann, id)).toMatchObject({ ticketId: place.ticketId });
  });
});

describe("claims to a piece", () => {
  const ticket = (id: string, position: number, claim: object = {}) => ({
    ...{ id, position, status: "admitted" as const, paid: false, orderId: null },
    ...claim,
  });

  it("are ordered by payment, order, piece and age, and one that went back is none", () => {
    const all = [
      ticket("waits", 1, { status: "waiting" }),
      ticket("back", 2, { status: "returned" }),
      ticket("has a piece", 3),
      ticket("has one, later", 4),
      ticket("has an order", 5, { orderId: "ord" }),
      ticket("is paid", 6, { paid: true }),
    ];
    expect(beyondLimit(all, 1).map(({ id }) => id)).toEqual([
      ...["has an order", "has a piece", "has one, later", "waits"],
    ]);
    expect(beyondLimit(all, 5)).toEqual([]);
    expect(beyondLimit([ticket("one", 1, { paid: true }), ticket("two", 2, { paid: true })], 1)).toEqual([]);
  });
});
