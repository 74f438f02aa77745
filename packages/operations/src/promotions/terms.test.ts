import { describe, expect, it } from "vitest";
import { cart, code, type TermsOptions, termsOf, tiers } from "./terms.ts";

const until = "2026-12-24T00:00:00.000Z";
const base: TermsOptions = { name: "Spring", from: "2026-12-01T00:00:00.000Z", until };

describe("the options of a promotion", () => {
  it("say a rule, or with a code a coupon, with its benefit, condition and limits", () => {
    expect(termsOf({ ...base, percent: 10, categories: ["boots"], alone: true })).toMatchObject({
      ...{ kind: "rule", benefit: { type: "percent", percent: 10 }, combines: false, priority: 100 },
      condition: { categories: ["boots"], audience: "everyone", firstOrder: false },
    });
    const terms = { ...base, code: "SPRING", buy: 2, members: true, budgetCents: 500, perPerson: 1 };
    expect(termsOf(terms)).toMatchObject({
      ...{ kind: "coupon", code: "SPRING", onlyGiven: false },
      benefit: { type: "buy-get", buy: 2, free: 1 },
      condition: { audience: "accounts" },
      limits: { perPerson: 1, budget: { amountCents: 500, currency: "EUR" } },
    });
  });

  it("are refused with the field that is wrong", () => {
    expect(() => termsOf(base)).toThrow("Say what it gives");
    expect(() => termsOf({ ...base, percent: 10, amountCents: 5 })).toThrow("one of these, not several");
    expect(() => termsOf({ ...base, percent: 10, free: 3 })).toThrow("--free goes with --buy");
    expect(() => termsOf({ ...base, percent: 10, bundleCents: 3 })).toThrow("goes with --bundle.");
    expect(() => termsOf({ ...base, percent: 10, onlyGiven: true })).toThrow("--only-given needs --code");
    expect(() => termsOf({ ...base, percent: 101 })).toThrow("benefit.percent must be at most 100");
    expect(() => termsOf({ ...base, percent: 5, until: base.from ?? "" })).toThrow(
      "until must be later than from",
    );
  });

  it("parse lists, and say how they must look", () => {
    expect(tiers("2:10, 5:20")).toEqual([
      { from: 2, percent: 10 },
      { from: 5, percent: 20 },
    ]);
    expect(cart("CAR-0001:2,CAR-0002")).toEqual([
      { sku: "CAR-0001", quantity: 2 },
      { sku: "CAR-0002", quantity: 1 },
    ]);
    expect(code(" spring-10 ")).toBe("SPRING-10");
    for (const parse of [() => tiers("2-10"), () => cart("boots"), () => cart("CAR-0001:0"), () => code("?")])
      expect(parse).toThrow("It must be");
  });
});
