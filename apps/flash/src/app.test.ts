import { newId, Problem, Sale, SaleFile, SalePlace } from "@caravan/contracts";
import { solveWork } from "@caravan/flash-admission";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const code = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const placeIn = async (reply: Response) => v.parse(SalePlace, await reply.json());
const fileIn = async (reply: Response) => v.parse(SaleFile, await reply.json());
const inspect = async (id: string) => fileIn(await shop.send("GET", `/v1/staff/sales/${id}`, shop.staff));

describe("a sale", () => {
  it("cannot be seen before it is announced, and its pieces leave the free stock when it is", async () => {
    const { id } = await shop.draft({ pieces: 25 });
    expect(await code(await shop.send("GET", `/v1/sales/${id}`, undefined))).toEqual([404, "sale-unknown"]);
    const before = shop.partners.world.free;
    expect((await shop.command(id, "schedule")).status).toBe(200);
    expect((await shop.command(id, "schedule")).status).toBe(200);
    expect(before - shop.partners.world.free).toBe(25);
    const sale = v.parse(Sale, await (await shop.send("GET", `/v1/sales/${id}`, undefined)).json());
    expect(sale).toMatchObject({ id, state: "open", lotSeed: null });
    expect((await inspect(id)).history.map(({ what }) => what)).toEqual(["created", "schedule"]);
  });

  it("stays a draft while inventory cannot set its pieces aside", async () => {
    const { id } = await shop.draft({ pieces: 20 });
    const { free } = shop.partners.world;
    shop.partners.world.free = 19;
    expect(await code(await shop.command(id, "schedule"))).toEqual([409, "out-of-stock"]);
    shop.partners.world.free = free;
    expect(await inspect(id)).toMatchObject({ state: "draft", allotmentId: null });
  });

  it("is kept once per key", async () => {
    const body = { terms: termsOf(shop.soon(60)), reason: "a test" };
    const first = await shop.send("POST", "/v1/staff/sales", shop.staff, body, "key-1");
    const again = await shop.send("POST", "/v1/staff/sales", shop.staff, body, "key-1");
    expect([first.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect((await again.json()).id).toBe((await first.json()).id);
  });

  it("says what is wrong with its terms", async () => {
    const price = { amountCents: 0, currency: "EUR" };
    const wrong = { endsAt: "2020-01-01T00:00:00.000-12:00", pieces: 0, price };
    const terms = { ...termsOf(shop.soon(60)), ...wrong };
    const reply = await shop.send("POST", "/v1/staff/sales", shop.staff, { terms, reason: "x" }, "key-2");
    const { errors } = v.parse(Problem, await reply.json());
    expect([reply.status, errors?.map(({ field }) => field)]).toEqual([
      400,
      ["body.terms.price", "body.terms.pieces", "body.terms.endsAt", "body.reason"],
    ]);
  });
});

const termsOf = (opensAt: string) => ({
  ...{ sku: "CAR-0001", pieces: 5, opensAt },
  endsAt: new Date(Date.parse(opensAt) + 60_000).toISOString(),
  price: { amountCents: 990, currency: "EUR" },
});

describe("a click", () => {
  it("gets a piece with a ticket that becomes one order at the sale's price", async () => {
    const { id } = await shop.open({ price: { amountCents: 123, currency: "EUR" } });
    const ann = await shop.join(id);
    const reply = await shop.ask(ann, id);
    expect([reply.status, reply.headers.get("location")]).toEqual([201, `/v1/sales/${id}/place`]);
    const { state, ticketId } = await placeIn(reply);
    expect(state).toBe("admitted");
    await shop.advance();
    await shop.advance();
    expect(shop.partners.placed.get(ticketId ?? "")).toMatchObject({ priceCents: 123, shopperId: ann.who });
    const place = await placeIn(await shop.place(ann.who, id));
    expect(place).toMatchObject({ state: "admitted", ticketId });
    expect(place.orderId).toBe(shop.partners.placed.get(ticketId ?? "")?.id);
  });

  it("gets the same answer again, and a second click of the same shopper no second piece", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    const first = await placeIn(await shop.ask(ann, id));
    expect(await placeIn(await shop.ask(ann, id))).toEqual(first);
    expect(await placeIn(await shop.ask({ ...ann, key: "another" }, id))).toEqual(first);
    expect((await inspect(id)).tickets).toMatchObject({ admitted: 1 });
  });

  it("is refused before the opening, in a pause, after the end, whatever the client's clock says", async () => {
    const early = await shop.open({ opensAt: shop.soon(30) });
    const ann = await shop.join(early.id);
    expect(await code(await shop.ask(ann, early.id))).toEqual([409, "sale-not-open"]);
    const { id } = await shop.open();
    const [bob, cat] = [await shop.join(id), await shop.join(id)];
    expect((await shop.command(id, "pause")).status).toBe(200);
    expect(await code(await shop.ask(bob, id))).toEqual([409, "sale-paused"]);
    expect((await shop.command(id, "resume")).status).toBe(200);
    expect((await shop.ask(bob, id)).status).toBe(201);
    expect((await shop.command(id, "end")).status).toBe(200);
    expect(await code(await shop.ask(cat, id))).toEqual([409, "sale-ended"]);
    expect((await shop.ask(bob, id)).status).toBe(201);
    expect((await inspect(id)).tickets).toMatchObject({ admitted: 1, waiting: 0 });
  });

  it("needs a token of this sale and of this shopper, and the work that the sale asks for", async () => {
    const { id } = await shop.open();
    const other = await shop.open();
    const [ann, bob, elsewhere] = [await shop.join(id), await shop.join(id), await shop.join(other.id)];
    for (const token of ["none", bob.token, elsewhere.token])
      expect(await code(await shop.ask({ ...ann, token }, id))).toEqual([403, "token-invalid"]);
    const harder = { difficulty: 8, reason: "a test" };
    expect(
      (await shop.send("PUT", `/v1/staff/sales/${id}/difficulty`, shop.staff, harder, "key-4")).status,
    ).toBe(200);
    expect(await code(await shop.ask(ann, id))).toEqual([422, "work-missing"]);
    expect((await shop.ask(ann, id, solveWork(ann.token, 8))).status).toBe(201);
  });

  it("of a guest is refused where accounts only may take part", async () => {
    const { id } = await shop.open({ audience: "accounts" });
    const guest = await shop.send(
      "PUT",
      `/v1/sales/${id}/entry`,
      newId("gst"),
      { deliverTo: addressOf() },
      "key-5",
    );
    expect(await code(guest)).toEqual([403, "accounts-only"]);
    expect((await shop.ask(await shop.join(id, newId("usr")), id)).status).toBe(201);
  });

  it("waits at a place, and gets the piece of a shopper who did not pay in time", async () => {
    const { id, allotmentId } = await shop.open({ pieces: 1, line: 1, shards: 1 });
    const [ann, bob, cat] = [await shop.join(id), await shop.join(id), await shop.join(id)];
    const { ticketId } = await placeIn(await shop.ask(ann, id));
    const waiting = await shop.ask(bob, id);
    expect([waiting.status, await placeIn(waiting)]).toMatchObject([202, { state: "waiting", place: 1 }]);
    expect(await code(await shop.ask(cat, id))).toEqual([409, "sold-out"]);
    await shop.advance();
    shop.partners.giveUp(ticketId ?? "", allotmentId);
    const data = { orderId: newId("ord"), shopperId: ann.who, status: "expired", at: shop.soon(0), ticketId };
    expect(await shop.tell("order.stock-back.v1", data)).toEqual({ status: "SUCCESS" });
    for (let round = 0; round < 4; round += 1) await shop.advance();
    expect(await placeIn(await shop.place(ann.who, id))).toMatchObject({
      state: "returned",
      reason: "expired",
    });
    const again = v.parse(Problem, await (await shop.ask(ann, id)).json());
    expect([again.status, again.code]).toEqual([403, "ticket-returned"]);
    expect(again.detail).toMatch(/went back.* not paid in time.* cannot ask again.*\/place. tells why/);
    expect(await placeIn(await shop.place(bob.who, id))).toMatchObject({ state: "admitted" });
  });

  it("knows its order from the event that it is paid, when that overtakes order's reply", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    const { ticketId } = await placeIn(await shop.ask(ann, id));
    const orderId = newId("ord");
    const money = { amountCents: 990, currency: "EUR" };
    const about = { orderId, shopperId: ann.who, ticketId, lines: [], total: money, at: shop.soon(0) };
    expect(await shop.tell("order.confirmed.v1", about)).toEqual({ status: "SUCCESS" });
    expect(await placeIn(await shop.place(ann.who, id))).toMatchObject({ state: "paid", orderId });
  });

  it("keeps its piece when it was paid, also if the order is sent back later and its events come in any order", async () => {
    const { id } = await shop.open();
    const ann = await shop.join(id);
    const { ticketId } = await placeIn(await shop.ask(ann, id));
    await shop.advance();
    shop.partners.pay(ticketId ?? "");
    const ended = {
      orderId: newId("ord"),
      shopperId: ann.who,
      status: "cancelled",
      at: shop.soon(0),
      ticketId,
    };
    await shop.tell("order.stock-back.v1", ended);
    for (let round = 0; round < 3; round += 1) await shop.advance();
    expect(await placeIn(await shop.place(ann.who, id))).toMatchObject({ state: "paid" });
  });
});

const addressOf = () => ({
  name: "Mei",
  street: "Kade 1",
  postalCode: "1011 AB",
  city: "Amsterdam",
  country: "NL",
});
