import { randomUUID } from "node:crypto";
import { newId, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
beforeEach(() => {
  Object.assign(shop.world, { pricesAway: false, accountsAway: false });
});
afterAll(() => shop.close());

const problem = async (reply: Response) => {
  const { status, code, detail, errors = [] } = v.parse(Problem, await reply.json());
  return { status, code, detail, fields: errors.map(({ field }) => field) };
};
const create = (more: object, key: string = randomUUID()) => {
  const terms = {
    ...{ kind: "rule", name: "Spring", benefit: { type: "percent", percent: 10 } },
    ...{ from: shop.after(-1).toISOString(), until: shop.after(60).toISOString() },
    ...more,
  };
  return shop.send("POST", "/v1/staff/promotions", shop.staff, { terms, reason: "a test" }, key);
};
const count = async () =>
  (await (await shop.send("GET", "/v1/staff/promotions", shop.staff)).json()).items.length;

describe("a draft", () => {
  const bundle = {
    type: "bundle",
    skus: ["CAR-0001", "ZZZ-9999"],
    price: { amountCents: 1, currency: "EUR" },
  };
  it("of goods and categories that there are not, or whose end is past, is refused with each fault, and not written down", async () => {
    const before = await count();
    const condition = { skus: ["CAR-0002", "ZZZ-9999"], categories: ["lamps", "sofas"] };
    const refused = await problem(
      await create({ benefit: bundle, condition, until: shop.after(-0.5).toISOString() }),
    );
    expect(refused).toMatchObject({
      ...{ status: 422, code: "terms-impossible" },
      fields: [
        ...["body.terms.until", "body.terms.condition.skus.1", "body.terms.condition.categories.1"],
        "body.terms.benefit.skus.1",
      ],
    });
    expect(refused.detail).toContain("until is past: choose a later end");
    expect(refused.detail).toContain("names ZZZ-9999, which the catalogue does not have: check the SKU");
    expect(refused.detail).toContain("names sofas, which is no category: there are footwear, lamps");
    expect(await count()).toBe(before);
  });

  it("that would end before it begins is refused at its end", async () => {
    const times = { from: shop.after(60).toISOString(), until: shop.after(60).toISOString() };
    expect(await problem(await create(times))).toMatchObject({ status: 400, fields: ["body.terms.until"] });
  });

  it("is refused, to be sent again, while the catalogue cannot be asked, and needs none when it names no goods", async () => {
    shop.world.pricesAway = true;
    for (const condition of [{ skus: ["CAR-0001"] }, { categories: ["lamps"] }]) {
      const key = randomUUID();
      const away = await create({ condition }, key);
      expect(away.headers.get("retry-after")).toBe("2");
      expect(await problem(away)).toMatchObject({ status: 503, code: "catalogue-unavailable" });
      shop.world.pricesAway = false;
      expect((await create({ condition }, key)).status).toBe(201);
      shop.world.pricesAway = true;
      const again = await create({ condition }, key);
      expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    }
    expect((await create({})).status).toBe(201);
  });
});

describe("a coupon that is given", () => {
  const give = (id: string, accounts: string[], key: string = randomUUID()) =>
    shop.send("POST", `/v1/staff/promotions/${id}/grants`, shop.staff, { accounts, reason: "a test" }, key);
  const couponsOf = async (who: string) =>
    (await (await shop.send("GET", "/v1/coupons", who)).json()).items.length;

  it("to as many accounts as one command may name is given to each", async () => {
    const { id } = await shop.active({ code: `MANY-${Date.now()}`, onlyGiven: true });
    const accounts = Array.from({ length: 100 }, () => newId("usr"));
    expect((await give(id, accounts)).status).toBe(200);
    expect((await shop.inspect(id)).history.at(-1)?.what).toBe("given to 100");
  });

  it("to an id that is no account is given to no one", async () => {
    const { id } = await shop.active({ code: "TO-ALL", onlyGiven: true });
    const [ann, none] = [newId("usr"), newId("usr")];
    shop.world.noAccounts.add(none);
    const refused = await problem(await give(id, [ann, none]));
    expect(refused).toMatchObject({ status: 422, code: "account-unknown", fields: ["body.accounts.1"] });
    expect(await couponsOf(ann)).toBe(0);
    expect((await give(id, [ann])).status).toBe(200);
    expect(await couponsOf(ann)).toBe(1);
  });

  it("is refused, to be sent again, while user cannot be asked; what was done already is not asked about again", async () => {
    const { id } = await shop.active({ code: "TO-ANN", onlyGiven: true });
    const [ann, key] = [newId("usr"), randomUUID()];
    shop.world.accountsAway = true;
    const away = await give(id, [ann], key);
    expect(away.headers.get("retry-after")).toBe("2");
    expect(await problem(away)).toMatchObject({ status: 503, code: "accounts-unavailable" });
    shop.world.accountsAway = false;
    expect((await give(id, [ann], key)).status).toBe(200);
    shop.world.accountsAway = true;
    expect((await give(id, [ann], key)).status).toBe(200);
  });

  it("is not given when its time is over", async () => {
    const { id } = await shop.active({ code: "TOO-LATE", until: shop.after(1).toISOString() });
    shop.clock.now = shop.after(1);
    expect(await problem(await give(id, [newId("usr")]))).toMatchObject({
      ...{ status: 409, code: "promotion-over" },
    });
  });
});

it("what is wrong with a request of staff is said for people, not for programmers", async () => {
  const wrong = [
    { terms: { kind: "gift", name: 5, benefit: { type: "percent" } } },
    { terms: { kind: "rule", name: "A", benefit: { type: "half" }, condition: { skus: [], colour: "red" } } },
    { terms: { kind: "rule", name: "A", from: "noon", combines: "no", priority: "first" }, reason: 1 },
    {},
    { terms: [], reason: null },
  ];
  for (const body of wrong) {
    const reply = await shop.send("POST", "/v1/staff/promotions", shop.staff, body, randomUUID());
    const text = await reply.text();
    expect([reply.status, text]).toEqual([400, expect.not.stringMatching(/Invalid |Expected|received/)]);
  }
});
