import { Problem, SaleFile, SalePlace } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const create = (change: object) => {
  const price = { amountCents: 990, currency: "EUR" };
  const window = { opensAt: shop.soon(60), endsAt: shop.soon(3600) };
  const terms = { sku: "CAR-0001", pieces: 5, shards: 1, price, ...window, ...change };
  return shop.send("POST", "/v1/staff/sales", shop.staff, { terms, reason: "a test" }, crypto.randomUUID());
};
const draft = async (pieces: number, line: number) =>
  v.parse(SaleFile, await (await create({ pieces, line })).json()).id;
const problem = async (reply: Response) => v.parse(Problem, await reply.json());

describe("a sale of more tickets than Redis has room for", () => {
  it("is not written down, and staff is told why", async () => {
    const reply = await create({ pieces: 1_000_000, line: 1_000_000 });
    expect(reply.status).toBe(422);
    const { code, detail } = await problem(reply);
    expect(code).toBe("sale-too-large");
    expect(detail).toContain("room for 4,000,100 tickets");
    expect(detail).toContain("has room for 100,000.");
    expect((await create({ pieces: 30_000, line: 19_900 })).status).toBe(201);
  });

  it("is not announced beside others that take the room, until one of them is settled", async () => {
    const [first, second] = [await draft(100, 29_900), await draft(100, 29_900)];
    const free = shop.partners.world.free;
    expect((await shop.command(first, "schedule")).status).toBe(200);
    expect((await shop.command(first, "schedule")).status).toBe(200);
    const refused = await shop.command(second, "schedule");
    expect(refused.status).toBe(422);
    expect((await problem(refused)).detail).toContain("60,100 of them for other sales");
    expect(free - shop.partners.world.free).toBe(100);
    await shop.command(first, "end");
    await shop.keeper.claim();
    for (let round = 0; round < 3; round += 1) await shop.keeper.round();
    expect((await shop.command(second, "schedule")).status).toBe(200);
  });
});

describe("the terms of a sale", () => {
  it("are refused in words for people", async () => {
    const { errors = [] } = await problem(
      await create({ opensAt: "noon", pieces: "5", shards: 0, colour: "red" }),
    );
    expect(errors.map(({ field, detail }) => `${field.replace("body.terms.", "")} ${detail}`)).toEqual([
      "pieces must be a number",
      "opensAt must be a time such as 2026-11-28T20:00:00.000Z",
      "shards must be at least 1",
      "colour is not known here: leave it out",
    ]);
  });

  it("give no more time to pay than every order has, and staff is told so", async () => {
    expect((await create({ paySeconds: 900 })).status).toBe(201);
    const { errors } = await problem(await create({ paySeconds: 901 }));
    expect(errors).toEqual([
      {
        field: "body.terms.paySeconds",
        detail: "must be at most 900: no order waits longer for its payment",
      },
    ]);
  });

  it("may allow a second piece, and the place says whether there is one more to ask for", async () => {
    const { id } = await shop.open({ perShopper: 2, line: 0 });
    const ann = await shop.join(id);
    const place = async (reply: Response) => v.parse(SalePlace, await reply.json());
    const { ticketId } = await place(await shop.ask({ ...ann, key: "first" }, id));
    expect(await place(await shop.place(ann.who, id))).toMatchObject({ ticketId, mayAsk: true });
    const second = await place(await shop.ask({ ...ann, key: "second" }, id));
    expect(second.ticketId).not.toBe(ticketId);
    expect(await place(await shop.place(ann.who, id))).toMatchObject({ mayAsk: false });
  });
});
