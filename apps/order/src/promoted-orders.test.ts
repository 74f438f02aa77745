import { euros, newId, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { fakeOrderStore } from "./testing/fake-order-store.ts";
import { signedIn } from "./testing/fake-shop.ts";
import { address } from "./testing/make-order.ts";
import { codeOf, listCents, openPromotedShop as open, spring } from "./testing/promoted-shop.ts";

/** The answer of a promotion that does not answer. */
const away = { kind: "unclear", cause: new Error("no answer") } as const;

describe("an order with a coupon", () => {
  it("costs what promotion says, and shows what was applied", async () => {
    const { place, orders } = open();
    const reply = await place(spring);
    const order = await reply.json();
    expect([reply.status, order]).toMatchObject([
      201,
      {
        ...{ total: euros(listCents - 500), discount: euros(500), status: "stock-reserved" },
        applied: [{ name: "Spring", code: "SPRING", discount: euros(500) }],
        lines: [{ discount: euros(500), total: euros(3 * 2_099 - 500) }, { total: euros(19_900) }],
      },
    ]);
    expect(order.lines[1]).not.toHaveProperty("discount");
    expect(orders.orders.get(order.id)?.benefits?.use).toBe("held");
  });

  it("is used once, in however many tabs: the others are refused, and hold no stock", async () => {
    const { place, callees, asked, orders } = open();
    const replies = await Promise.all([1, 2, 3].map(() => place(spring)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const [no] = replies.filter(({ status }) => status === 409);
    expect(await no?.json()).toMatchObject({ code: "coupon-refused", detail: "SPRING is used." });
    expect([
      callees.held.size - asked.filter((what) => what === "release").length,
      orders.orders.size,
    ]).toEqual([1, 1]);
  });

  it("finds the same order when its key comes again, whatever was agreed, and none with other codes", async () => {
    const { place, asked } = open();
    const who = signedIn();
    const first = await (await place(spring, who, "key-1")).json();
    const again = await (await place({ ...spring, agreedTotal: euros(1) }, who, "key-1")).json();
    expect([again.id, asked]).toEqual([first.id, ["reserve", "try"]]);
    expect(await codeOf(await place({}, who, "key-1"))).toEqual([422, "idempotency-key-reused"]);
  });

  it("is not placed while promotion does not answer, and leaves nothing held", async () => {
    const { place, asked, orders, state } = open();
    state.tried.push(away);
    expect(await codeOf(await place(spring))).toEqual([503, "promotion-unavailable"]);
    expect([asked, orders.orders.size]).toEqual([["reserve", "try", "cancel-promotion", "release"], 0]);
  });

  it("is not placed by a quote that does not add up", async () => {
    const { place, state, usesLeft } = open();
    const quote = {
      lines: [],
      subtotal: euros(0),
      discount: euros(0),
      total: euros(0),
      applied: [],
      refused: [],
    };
    state.tried.push({ kind: "held", quote });
    expect(await codeOf(await place(spring))).toEqual([503, "promotion-unavailable"]);
    expect(usesLeft()).toBe(0);
  });

  it("starts over under another id when an earlier attempt with its key was given back", async () => {
    const { place, asked, state, orders, usesLeft } = open();
    state.tried.push({ kind: "ended", cause: new Error("use-ended") });
    const { id } = await (await place(spring)).json();
    expect(asked).toEqual(["reserve", "try", "release", "cancel-promotion", "reserve", "try"]);
    expect([[...orders.orders.keys()], usesLeft()]).toEqual([[id], 1]);
  });

  it("gives back all that it took when it could not be written, and keeps it when it may have been", async () => {
    const write = async (error: Error) => {
      const store = fakeOrderStore();
      const claimPlacement: typeof store.claimPlacement = async (request, form) => {
        const claimed = await store.claimPlacement(request, form);
        return "replayed" in claimed ? claimed : { ...claimed, insert: () => Promise.reject(error) };
      };
      const shop = open({ orders: { ...store, claimPlacement } });
      await shop.place(spring);
      return shop.asked;
    };
    expect((await write(new Error("disk full"))).sort()).toEqual([
      "cancel-promotion",
      "release",
      "reserve",
      "try",
    ]);
    const lost = new Refusal({ kind: "unavailable", code: "database-unavailable", detail: "lost" });
    expect(await write(lost)).toEqual(["reserve", "try"]);
  });
});

describe("an order that another attempt with its key has made meanwhile", () => {
  it.each([
    ["keeps what both have taken under the same id", (id: string) => id, []],
    ["gives back what it took itself under another one", () => newId("ord"), ["cancel-promotion", "release"]],
  ])("%s", async (_, idOf, back) => {
    const store = fakeOrderStore();
    const claimPlacement: typeof store.claimPlacement = async (request, form) => {
      const claimed = await store.claimPlacement(request, form);
      if ("replayed" in claimed) return claimed;
      const insert: typeof claimed.insert = async (decide) => {
        const { order, entries } = decide(request.shopper.subject, claimed.unpaid);
        const body = form.make({ ...order, id: idOf(order.id) }, entries);
        return { status: 201, replayed: true, body };
      };
      return { ...claimed, insert };
    };
    const { place, asked } = open({ orders: { ...store, claimPlacement } });
    expect((await place(spring)).status).toBe(201);
    expect(asked.slice(2).sort()).toEqual(back);
  });
});

describe("an order of a flash sale", () => {
  it("is at the sale's price, whatever rule counts", async () => {
    const { post, state, asked } = open();
    state.ruleCents = 700;
    const ticketId = newId("tkt");
    const ticket = {
      ...{ ticketId, saleId: newId("sal"), allotmentId: newId("alm"), shopperId: newId("gst") },
      ...{ sku: "CAR-0001", quantity: 1, price: euros(9_900), deliverTo: address },
    };
    const order = await (await post("/v1/sale-orders", signedIn(), ticket, ticketId)).json();
    expect([order.total, asked]).toEqual([euros(9_900), ["reserve"]]);
  });
});

describe("the total that the shopper agreed to", () => {
  it("is what the order costs, or nothing is ordered and both sums are told", async () => {
    const { place, usesLeft, callees } = open();
    const reply = await place({ ...spring, agreedTotal: euros(listCents) });
    expect([reply.status, await reply.json()]).toMatchObject([
      409,
      { code: "price-changed", detail: expect.stringMatching(/€ 256.97 and not € 261.97/) },
    ]);
    expect([usesLeft(), callees.asked.at(-1)]).toEqual([0, "release"]);
    expect((await place({ ...spring, agreedTotal: euros(listCents - 500) })).status).toBe(201);
  });

  it("is kept without a code: a rule that ended meanwhile does not make it dearer", async () => {
    const { place, state } = open();
    state.ruleCents = 700;
    expect((await place({ agreedTotal: euros(listCents - 700) })).status).toBe(201);
    state.ruleCents = 0;
    expect(await codeOf(await place({ agreedTotal: euros(listCents - 700) }))).toEqual([
      409,
      "price-changed",
    ]);
  });

  it("is kept while promotion does not answer: an order goes on at list price only if that was agreed", async () => {
    const { place, state, asked, usesLeft } = open();
    state.ruleCents = undefined;
    state.tried.push(away);
    expect(await codeOf(await place({ agreedTotal: euros(listCents - 700) }))).toEqual([
      503,
      "promotion-unavailable",
    ]);
    asked.length = 0;
    for (const wish of [{ agreedTotal: euros(listCents) }, {}])
      expect(await (await place(wish)).json()).toMatchObject({ total: euros(listCents) });
    expect([asked, usesLeft()]).toEqual([["reserve", "reserve"], 0]);
  });
});

describe("an order without a code", () => {
  it("is at list price and asks promotion for nothing, as long as no rule counts", async () => {
    const { place, asked } = open();
    const order = await (await place({})).json();
    expect([order.total, asked]).toEqual([euros(listCents), ["reserve"]]);
    for (const name of ["discount", "applied"]) expect(order).not.toHaveProperty(name);
  });

  it("gets what a rule gives, and the list price when promotion fails in between", async () => {
    const { place, state, usesLeft } = open();
    state.ruleCents = 700;
    expect(await (await place({})).json()).toMatchObject({
      total: euros(listCents - 700),
      discount: euros(700),
    });
    state.tried.push(away);
    expect(await (await place({})).json()).toMatchObject({ total: euros(listCents) });
    expect(usesLeft()).toBe(1);
  });
});
