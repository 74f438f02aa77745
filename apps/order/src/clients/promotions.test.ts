import { type BenefitUse, newId, type Offer, Refusal } from "@caravan/contracts";
import { describe, expect, it, vi } from "vitest";
import { quoteOf } from "../testing/fake-promotions.ts";
import { orderIn } from "../testing/make-order.ts";
import { openPromotions } from "./promotions.ts";

const order = orderIn("placed");
const refusal = (kind: Refusal["kind"], code: string) => new Refusal({ kind, code, detail: code });
const rule: Offer = {
  ...{ id: newId("prm"), name: "Spring", benefit: { type: "percent", percent: 10 }, priority: 0 },
  condition: { firstOrder: false, audience: "everyone" },
  ...{ combines: true, until: "2026-12-24T00:00:00.000Z" },
};
const open = () => {
  const clock = { now: () => clock.at, at: 1 };
  const use = (status: BenefitUse["status"]) => vi.fn(async () => ({ orderId: order.id, status, quote }));
  const quote: BenefitUse["quote"] = quoteOf(order, 500, "SPRING");
  const client = {
    listOffers: vi.fn(async () => ({ items: [rule] })),
    tryUse: use("held"),
    confirmUse: use("used"),
    cancelUse: use("back"),
  };
  return { client, clock, promotions: openPromotions(client, clock), quote };
};

describe("promotion", () => {
  it("is called under the order's id as key, with list prices", async () => {
    const { client, promotions, quote } = open();
    expect(await promotions.tryUse(order, ["SPRING"])).toEqual({ kind: "held", quote });
    const { id: orderId, shopperId } = order;
    const [first] = quote?.lines ?? [];
    const line = { sku: first?.sku, price: { amountCents: 19_900, currency: "EUR" }, quantity: 1 };
    const lines = [expect.objectContaining(line), expect.anything()];
    const body = { orderId, shopperId, codes: ["SPRING"], lines };
    expect(client.tryUse).toHaveBeenCalledWith(expect.objectContaining({ idempotencyKey: orderId, body }));
    for (const verb of ["confirm", "cancel"] as const) {
      expect(await promotions[verb](orderId)).toEqual({ kind: "done", learned: {} });
      const call = { params: { orderId }, idempotencyKey: orderId };
      expect(client[`${verb}Use`]).toHaveBeenCalledWith(expect.objectContaining(call));
    }
  });

  it("tells apart what the shopper hears, what an earlier attempt has ended, and what may be held", async () => {
    const { client, promotions } = open();
    for (const [error, kind] of [
      [refusal("conflict", "coupon-refused"), "refused"],
      [refusal("unprocessable", "total-too-large"), "refused"],
      [refusal("conflict", "use-ended"), "ended"],
      [refusal("unprocessable", "use-differs"), "ended"],
      [refusal("unauthenticated", "account-erased"), "refused"],
      [refusal("unavailable", "prices-unavailable"), "unclear"],
      [refusal("deadline", "deadline-exceeded"), "unclear"],
      [refusal("not-found", "route-unknown"), "unclear"],
      [new Error("anything"), "unclear"],
    ] as const) {
      client.tryUse.mockRejectedValueOnce(error);
      expect([error.message, (await promotions.tryUse(order, [])).kind]).toEqual([error.message, kind]);
    }
    client.tryUse.mockResolvedValueOnce({ orderId: order.id, status: "held", quote: null });
    expect((await promotions.tryUse(order, [])).kind).toBe("unclear");
  });

  it("is believed by its reply's status alone, and asked again without an answer", async () => {
    const { client, promotions } = open();
    const status = { orderId: order.id, status: "held" as const, quote: null };
    client.confirmUse.mockResolvedValueOnce(status);
    client.cancelUse.mockResolvedValueOnce(status);
    for (const verb of ["confirm", "cancel"] as const)
      expect(await promotions[verb](order.id)).toEqual({ kind: "unclear", why: "promotion says held" });
    for (const code of ["use-ended", "use-unknown"]) {
      client.confirmUse.mockRejectedValueOnce(refusal("conflict", code));
      expect(await promotions.confirm(order.id)).toMatchObject({ kind: "refused", code });
    }
    client.cancelUse.mockRejectedValueOnce(refusal("unavailable", "callee-unavailable"));
    expect(await promotions.cancel(order.id)).toMatchObject({ kind: "unclear" });
  });

  it("is asked for its rules every two seconds at most, also while it does not answer, and never holds up an order by that", async () => {
    const { client, clock, promotions } = open();
    expect(await Promise.all([promotions.hasRules(), promotions.hasRules()])).toEqual([true, true]);
    client.listOffers.mockResolvedValueOnce({ items: [] });
    clock.at += 1_999;
    expect([await promotions.hasRules(), client.listOffers.mock.calls.length]).toEqual([true, 1]);
    clock.at += 2;
    expect(await promotions.hasRules()).toBe(false);
    client.listOffers.mockRejectedValueOnce(refusal("unavailable", "callee-unavailable"));
    clock.at += 2_001;
    for (let i = 0; i < 3; i += 1) expect(await promotions.hasRules()).toBeUndefined();
    expect(client.listOffers).toHaveBeenCalledTimes(3);
    expect(promotions.hadRules(), "what it said last").toBe(false);
    clock.at += 2_001;
    expect([await promotions.hasRules(), promotions.hadRules()]).toEqual([true, true]);
  });
});
