import { euros, type Order, Problem, type PromotionFile } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { kubectl, podOf, rolledOut } from "../harness/kubectl.ts";
import { without } from "../harness/outage.ts";
import { anyProduct, openWithCart } from "../harness/outage-words.ts";
import { activePromotion, commandPromotion, inspectPromotion } from "../harness/promotion.ts";
import { newShopper, orderIn, paid, pay, reached, type Shopper, somewhere } from "../harness/shopper.ts";
import { setFreeStock } from "../harness/stock.ts";
import { until } from "../harness/until.ts";

const sku = "CAR-0009";
const stock = 100_000;
const made: PromotionFile[] = [];

beforeAll(() => setFreeStock(sku, stock));
afterAll(async () => {
  for (const { id } of made) await commandPromotion(id, "end");
});

const promote = async (terms: Parameters<typeof activePromotion>[0]): Promise<PromotionFile> => {
  const file = await activePromotion(terms);
  made.push(file);
  return file;
};
/** A coupon of ten euros, and its code. */
const coupon = async (limits: object) => {
  const code = `PROOF-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
  const benefit = { type: "amount" as const, amount: euros(1_000) };
  const { id } = await promote({ kind: "coupon", name: "Ten euros", code, benefit, limits });
  return { id, code };
};
/** Whole orders are for two pieces. */
const place = (shopper: Shopper, wish: object = {}, key?: string) =>
  shopper.post("/v1/orders", { lines: [{ sku, quantity: 2 }], deliverTo: somewhere, ...wish }, key);
const codeOf = (reply: { readonly json: () => unknown }) => v.parse(Problem, reply.json()).code;
const figures = async (id: string) => {
  const { held, used } = (await inspectPromotion(id)).figures;
  return { held, used };
};
const becomes = (id: string, wanted: { held: number; used: number }) =>
  until(`the coupon is ${JSON.stringify(wanted)}`, async () => {
    const now = await figures(id);
    return now.held === wanted.held && now.used === wanted.used ? true : undefined;
  });
const listPrice = async (): Promise<number> => {
  const shopper = await newShopper();
  const { id, total } = orderIn(await place(shopper));
  await shopper.post(`/v1/orders/${id}/cancellation`, {});
  return total.amountCents;
};

describe("a coupon", () => {
  it("is used once by two tabs, and again after its order was cancelled, before or after it was paid", async () => {
    const list = await listPrice();
    const { id, code } = await coupon({ uses: 1 });
    const tabs = [await newShopper(), await newShopper(), await newShopper()];
    const replies = await Promise.all(tabs.map((tab) => place(tab, { codes: [code] })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    for (const reply of replies.filter(({ status }) => status === 409))
      expect(codeOf(reply)).toBe("coupon-refused");
    const winner = replies.findIndex(({ status }) => status === 201);
    const [shopper, reply] = [tabs[winner], replies[winner]];
    if (shopper === undefined || reply === undefined) throw new Error("no tab got it");
    const order = orderIn(reply);
    expect(order).toMatchObject({ total: euros(list - 1_000), discount: euros(1_000), applied: [{ code }] });
    expect(await figures(id)).toEqual({ held: 1, used: 0 });

    await shopper.post(`/v1/orders/${order.id}/cancellation`, {});
    await becomes(id, { held: 0, used: 0 });
    const second = orderIn(await place(shopper, { codes: [code], agreedTotal: euros(list - 1_000) }));
    await pay(shopper, second.id);
    await reached(shopper, second.id, ...paid);
    expect(await figures(id)).toEqual({ held: 0, used: 1 });
    expect(codeOf(await place(shopper, { codes: [code] }))).toBe("coupon-refused");

    const cancelled = await shopper.post(`/v1/orders/${second.id}/cancellation`, {});
    // The carrier may have fetched the parcel already.
    if (cancelled.status === 202) {
      const end = await reached(shopper, second.id, "cancelled", "dispatched", "delivered");
      if (end.status === "cancelled") await becomes(id, { held: 0, used: 0 });
    }
    await expectCleanBooks();
  });

  it("costs what was agreed, or nothing is ordered and nothing stays held", async () => {
    const list = await listPrice();
    const { id, code } = await coupon({});
    const shopper = await newShopper();
    for (const agreed of [list, list - 1_001]) {
      const reply = await place(shopper, { codes: [code], agreedTotal: euros(agreed) });
      expect([reply.status, codeOf(reply)]).toEqual([409, "price-changed"]);
    }
    await becomes(id, { held: 0, used: 0 });
  });
});

describe("while promotion is down", () => {
  it("the shop sells at list price and says so; an order with a code waits, and is placed by the same request", async () => {
    const list = await listPrice();
    const { code } = await coupon({});
    const shopper = await newShopper();
    const browser = await openWithCart(shopper, await anyProduct());
    await browser.submit("/cart", { do: "set", code });
    expect((await browser.get("/cart")).text).toContain(`<strong>${code}</strong>`);
    const key = crypto.randomUUID();
    await without("promotion", async () => {
      const plain = orderIn(await place(await newShopper(), { agreedTotal: euros(list) }));
      expect(plain.total).toEqual(euros(list));
      await until("it is refused for want of an answer", async () => {
        const reply = await place(shopper, { codes: [code] }, key);
        return reply.status === 503 && codeOf(reply) === "promotion-unavailable" ? true : undefined;
      });
      await until("the cart shows list prices", async () =>
        (await browser.get("/cart")).text.includes("these are list prices") ? true : undefined,
      );
    });
    const order = await until("the same request orders", async () => {
      const reply = await place(shopper, { codes: [code] }, key);
      return reply.status === 201 ? orderIn(reply) : undefined;
    });
    expect(order.discount).toEqual(euros(1_000));
    await shopper.post(`/v1/orders/${order.id}/cancellation`, {});
    await expectCleanBooks();
  });
});

describe("a rule, a coupon with a budget, and promotion killed while people order and pay", () => {
  it("gives no shopper anything else than agreed, overdraws nothing, and every use ends like its order", async () => {
    const list = await listPrice();
    const rule = await promote({
      ...{ kind: "rule", name: "A tenth off", benefit: { type: "percent", percent: 10 } },
      condition: { skus: [sku] },
    });
    const budget = 12 * 1_000;
    const { id, code } = await coupon({ budget: euros(budget) });
    await until("the rule counts", async () => {
      const shopper = await newShopper();
      const order = orderIn(await place(shopper));
      await shopper.post(`/v1/orders/${order.id}/cancellation`, {});
      return order.discount === undefined ? undefined : true;
    });

    const shoppers = await Promise.all(Array.from({ length: 40 }, () => newShopper()));
    // All with a code pay, so that none gives back what another one could have; of the others half cancel.
    const buying = Promise.all(
      shoppers.map((shopper, i) => buy(shopper, i % 2 === 0 ? [code] : [], i % 4 !== 1)),
    );
    await kubectl("-n", "shop", "delete", "pod", await podOf("promotion"), "--grace-period=0", "--force");
    const orders = (await buying).flatMap((order) => order ?? []);
    await rolledOut("promotion");

    const cents = Math.floor(list / 10);
    for (const order of orders) {
      const off = list - order.total.amountCents;
      const named = order.applied?.some((each) => each.code === code) ?? false;
      const without = named ? [] : [0, cents];
      expect([...without, cents + 1_000, 1_000 + Math.floor((list - 1_000) / 10)]).toContain(off);
      expect(order.discount?.amountCents ?? 0).toBe(off);
    }
    const withCoupon = orders.filter(({ applied }) => applied?.some((each) => each.code === code));
    expect(withCoupon.length).toBeGreaterThan(0);
    expect(withCoupon.length).toBeLessThanOrEqual(12);
    const left = (await inspectPromotion(id)).figures.budgetLeft?.amountCents ?? -1;
    expect(left).toBeGreaterThanOrEqual(0);

    await commandPromotion(rule.id, "end");
    await expectCleanBooks(400);
  });
});

/** Orders like a page: again under the same key without an answer. Then it is paid, or cancelled. */
const buy = async (shopper: Shopper, codes: readonly string[], pays: boolean): Promise<Order | undefined> => {
  const key = crypto.randomUUID();
  const reply = await until("an answer", async () => {
    const told = await place(shopper, codes.length === 0 ? {} : { codes }, key);
    return told.status < 500 && told.status !== 429 ? told : undefined;
  });
  if (reply.status === 409) {
    expect(codeOf(reply)).toBe("coupon-refused");
    return undefined;
  }
  const order = orderIn(reply);
  if (pays) {
    await pay(shopper, order.id);
    await reached(shopper, order.id, ...paid);
  } else await shopper.post(`/v1/orders/${order.id}/cancellation`, {});
  return order;
};
