import { randomUUID } from "node:crypto";
import { euros, newId, Problem, Quote } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mostRules } from "./domain/command.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const code = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const total = async (codes: string[] = []) => {
  const priced = await shop.quote([["CAR-0001", 1]], codes);
  return priced instanceof Response ? priced.status : priced.total.amountCents;
};

describe("a promotion", () => {
  it("counts when it is active and not before, in a pause or after its end", async () => {
    const { id } = await shop.draft();
    expect(await total()).toBe(10_000);
    await shop.command(id, "activate");
    expect(await total()).toBe(9_000);
    await shop.command(id, "pause");
    expect(await total()).toBe(10_000);
    await shop.command(id, "resume");
    expect(await total()).toBe(9_000);
    await shop.command(id, "end");
    expect(await total()).toBe(10_000);
    const { history, state } = await shop.inspect(id);
    expect([state, history.map(({ what, who, why }) => [what, who, why])]).toEqual([
      "ended",
      ["created", "activate", "pause", "resume", "end"].map((what) => [
        what,
        `staff:${shop.staff}`,
        "a test",
      ]),
    ]);
  });

  it("refuses commands that its state does not allow", async () => {
    const { id } = await shop.draft();
    expect(await code(await shop.command(id, "pause"))).toEqual([409, "promotion-not-active"]);
    expect(await code(await shop.command(id, "resume"))).toEqual([409, "promotion-not-paused"]);
    await shop.command(id, "end");
    expect(await code(await shop.command(id, "activate"))).toEqual([409, "promotion-not-a-draft"]);
    expect(await code(await shop.command(newId("prm"), "end"))).toEqual([404, "promotion-unknown"]);
    const over = await shop.draft({ until: shop.after(1).toISOString() });
    shop.clock.now = shop.after(1);
    expect(await code(await shop.command(over.id, "activate"))).toEqual([409, "promotion-over"]);
  });

  it("is changed once per key: a command that comes late a second time does nothing", async () => {
    const { id } = await shop.active();
    await shop.command(id, "pause", "key-1");
    await shop.command(id, "resume", "key-2");
    expect((await shop.fileIn(await shop.command(id, "pause", "key-1"))).state).toBe("active");
    await shop.command(id, "end");
  });

  it("is created once per key, and no code belongs to two coupons", async () => {
    const terms = {
      ...{ kind: "coupon", code: "once-1", name: "Once", benefit: { type: "percent", percent: 5 } },
      ...{ from: shop.after(0).toISOString(), until: shop.after(60).toISOString() },
    };
    const create = (key: string) =>
      shop.send("POST", "/v1/staff/promotions", shop.staff, { terms, reason: "a test" }, key);
    const [first, again] = [await create("key-3"), await create("key-3")];
    expect([first.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    const file = await first.json();
    expect([file.code, (await again.json()).id]).toEqual(["ONCE-1", file.id]);
    expect(await code(await create("key-4"))).toEqual([409, "code-taken"]);
  });

  it("says what is wrong with its terms", async () => {
    const terms = {
      ...{ kind: "rule", name: "", benefit: { type: "percent", percent: 101 }, code: "ABCD" },
      ...{
        from: "2026-02-30T00:00:00.000Z",
        until: shop.after(60).toISOString(),
        limits: { budget: euros(0) },
      },
    };
    const reply = await shop.send(
      "POST",
      "/v1/staff/promotions",
      shop.staff,
      { terms, reason: "x" },
      "key-5",
    );
    const { errors } = v.parse(Problem, await reply.json());
    expect([reply.status, errors?.map(({ field }) => field)]).toEqual([
      400,
      [
        "body.terms.name",
        "body.terms.benefit.percent",
        "body.terms.from",
        "body.terms.limits.budget",
        "body.terms.code",
        "body.reason",
      ],
    ]);
  });

  it("that is a rule cannot be given, and rules beyond the limit are not activated", async () => {
    const rules = [];
    for (let i = 0; i < mostRules; i += 1) rules.push(await shop.active());
    const { id } = await shop.draft();
    expect(await code(await shop.command(id, "activate"))).toEqual([409, "too-many-rules"]);
    const body = { accounts: [newId("usr")], reason: "a test" };
    const path = `/v1/staff/promotions/${id}/grants`;
    expect(await code(await shop.send("POST", path, shop.staff, body, randomUUID()))).toEqual([
      409,
      "not-a-coupon",
    ]);
    for (const rule of rules) await shop.command(rule.id, "end");
  });
});

describe("a preview", () => {
  const preview = async (asked: object) => {
    const lines = [{ sku: "CAR-0001", quantity: 1 }];
    const reply = await shop.send("POST", "/v1/staff/quotes", shop.staff, { lines, ...asked });
    return v.parse(Quote, await reply.json()).total.amountCents;
  };

  it("tells what a cart would cost each kind of shopper, also with a draft, and keeps nothing", async () => {
    const condition = { audience: "accounts", firstOrder: true } as const;
    const { id } = await shop.draft({ code: "DRAFTED", condition, limits: { budget: euros(1) } });
    expect(await preview({})).toBe(10_000);
    expect(await preview({ including: id })).toBe(10_000);
    expect(await preview({ including: id, shopper: "account" })).toBe(10_000);
    expect(await preview({ including: id, shopper: "account", firstOrder: true })).toBe(9_000);
    expect((await shop.inspect(id)).figures).toMatchObject({ held: 0, used: 0 });
  });

  it("says that a code is a draft's or a paused coupon's, which shoppers are not told", async () => {
    const { id } = await shop.draft({ code: "HALF-DONE" });
    const lines = [{ sku: "CAR-0001", quantity: 1 }];
    const detail = async () => {
      const reply = await shop.send("POST", "/v1/staff/quotes", shop.staff, { lines, codes: ["HALF-DONE"] });
      return v.parse(Quote, await reply.json()).refused[0]?.detail;
    };
    expect(await detail()).toMatch(
      `This coupon is a draft: it counts for no shopper until ${id} is activated.`,
    );
    expect(await shop.quote([["CAR-0001", 1]], ["HALF-DONE"])).toMatchObject({
      refused: [{ reason: "coupon-unknown", detail: "There is no coupon with this code." }],
    });
    await shop.command(id, "activate");
    await shop.command(id, "pause");
    expect(await detail()).toMatch("This coupon is paused");
  });

  it("is for staff only", async () => {
    const reply = await shop.send("POST", "/v1/staff/quotes", newId("usr"), {
      lines: [{ sku: "CAR-0001", quantity: 1 }],
    });
    expect(await code(reply)).toEqual([403, "scope-missing"]);
  });
});
