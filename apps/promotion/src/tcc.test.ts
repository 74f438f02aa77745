import { euros, newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
let serial = 0;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

/** A coupon that no other test uses, and what its counters say. */
const coupon = async (terms: Parameters<RealShop["active"]>[0] = {}) => {
  serial += 1;
  const code = `CODE-${serial}`;
  const { id } = await shop.active({ ...terms, code });
  const figures = async () => {
    const { held, used, heldDiscount, usedDiscount } = (await shop.inspect(id)).figures;
    return [held, used, heldDiscount.amountCents, usedDiscount.amountCents];
  };
  return { id, code, codes: [code], figures };
};

describe("a use", () => {
  it("is held by the try, used by the confirmation, and back by the cancellation, with its counters", async () => {
    const { codes, figures } = await coupon();
    const orderId = newId("ord");
    expect(await shop.try(orderId, { codes })).toMatchObject({
      status: "held",
      quote: { total: euros(9_000), discount: euros(1_000) },
    });
    expect(await figures()).toEqual([1, 0, 1_000, 0]);
    expect(await shop.confirm(orderId)).toMatchObject({ orderId, status: "used" });
    expect(await figures()).toEqual([0, 1, 0, 1_000]);
    expect(await shop.cancel(orderId)).toMatchObject({ orderId, status: "back" });
    expect(await figures()).toEqual([0, 0, 0, 0]);
  });

  it("tried twice is held once at the same price, whatever the promotions are by then", async () => {
    const { id, codes, figures } = await coupon();
    const [orderId, who] = [newId("ord"), newId("gst")];
    const first = await shop.try(orderId, { codes, who });
    await shop.command(id, "pause");
    expect(await shop.try(orderId, { codes, who })).toEqual(first);
    expect(await figures()).toEqual([1, 0, 1_000, 0]);
  });

  it("tried again with other lines, codes or by another shopper is refused, and nothing changes", async () => {
    const { codes, figures } = await coupon();
    const [orderId, who] = [newId("ord"), newId("gst")];
    await shop.try(orderId, { codes, who });
    expect(await shop.try(orderId, { codes, who, lines: [["CAR-0001", 2]] })).toBe("use-differs");
    expect(await shop.try(orderId, { who })).toBe("use-differs");
    expect(await shop.try(orderId, { codes })).toBe("use-differs");
    expect(await figures()).toEqual([1, 0, 1_000, 0]);
  });

  it("cancelled before its try is marked: the try that comes late holds nothing", async () => {
    const { codes, figures } = await coupon();
    const orderId = newId("ord");
    expect(await shop.cancel(orderId)).toEqual({ orderId, status: "back", quote: null });
    expect(await shop.try(orderId, { codes })).toBe("use-ended");
    expect(await shop.confirm(orderId)).toBe("use-ended");
    expect(await figures()).toEqual([0, 0, 0, 0]);
  });

  it("confirmed twice, or cancelled twice, is counted once", async () => {
    const { codes, figures } = await coupon();
    const orderId = newId("ord");
    await shop.try(orderId, { codes });
    expect([await shop.confirm(orderId), await shop.confirm(orderId)]).toMatchObject([
      { status: "used" },
      { status: "used" },
    ]);
    expect(await figures()).toEqual([0, 1, 0, 1_000]);
    expect([await shop.cancel(orderId), await shop.cancel(orderId)]).toMatchObject([
      { status: "back" },
      { status: "back" },
    ]);
    expect(await figures()).toEqual([0, 0, 0, 0]);
  });

  it("that was cancelled is neither tried nor confirmed again", async () => {
    const { codes, figures } = await coupon();
    const [orderId, who] = [newId("ord"), newId("gst")];
    await shop.try(orderId, { codes, who });
    await shop.cancel(orderId);
    expect(await shop.try(orderId, { codes, who })).toBe("use-ended");
    expect(await shop.confirm(orderId)).toBe("use-ended");
    expect(await figures()).toEqual([0, 0, 0, 0]);
  });

  it("that was never tried cannot be confirmed", async () => {
    expect(await shop.confirm(newId("ord"))).toBe("use-unknown");
  });

  it("stays good when its promotion is paused or has ended meanwhile", async () => {
    const { id, codes, figures } = await coupon();
    const orderId = newId("ord");
    await shop.try(orderId, { codes });
    await shop.command(id, "end");
    expect(await shop.confirm(orderId)).toMatchObject({ status: "used" });
    expect(await figures()).toEqual([0, 1, 0, 1_000]);
  });

  it("needs the order's id as its key", async () => {
    const reply = await shop.send(
      "POST",
      `/v1/uses/${newId("ord")}/confirmation`,
      undefined,
      undefined,
      "another-key",
    );
    expect([reply.status, (await reply.json()).code]).toEqual([422, "idempotency-key-mismatch"]);
  });
});

describe("a limit", () => {
  it("of uses in all counts held and used ones, and what came back counts no more", async () => {
    const { codes } = await coupon({ limits: { uses: 2 } });
    const [first, second, third] = [newId("ord"), newId("ord"), newId("ord")];
    await shop.try(first, { codes });
    await shop.confirm(first);
    await shop.try(second, { codes });
    expect(await shop.try(third, { codes })).toBe("coupon-refused");
    await shop.cancel(first);
    expect(await shop.try(third, { codes })).toMatchObject({ status: "held" });
  });

  it("of uses per person counts those of this person only", async () => {
    const { codes } = await coupon({ limits: { perPerson: 1 } });
    const [ann, bob] = [newId("usr"), newId("gst")];
    const first = newId("ord");
    expect(await shop.try(first, { codes, who: ann })).toMatchObject({ status: "held" });
    expect(await shop.try(newId("ord"), { codes, who: ann })).toBe("coupon-refused");
    expect(await shop.try(newId("ord"), { codes, who: bob })).toMatchObject({ status: "held" });
    await shop.cancel(first);
    expect(await shop.try(newId("ord"), { codes, who: ann })).toMatchObject({ status: "held" });
  });

  it("of a budget: a coupon whose discount does not fit is refused, a rule is left out", async () => {
    const { codes, figures } = await coupon({ limits: { budget: euros(1_500) } });
    await shop.try(newId("ord"), { codes });
    expect(await shop.try(newId("ord"), { codes })).toBe("coupon-refused");
    expect(await shop.try(newId("ord"), { codes, lines: [["CAR-0002", 2]] })).toMatchObject({
      status: "held",
    });
    expect(await figures()).toEqual([2, 0, 1_500, 0]);

    const rule = await shop.active({ limits: { budget: euros(999) }, condition: { skus: ["CAR-0001"] } });
    expect(await shop.try(newId("ord"))).toMatchObject({ quote: { total: euros(10_000), applied: [] } });
    await shop.command(rule.id, "end");
  });

  it("of a first order is one, also while no order of the shopper is confirmed yet", async () => {
    const { codes } = await coupon({ condition: { firstOrder: true } });
    const ann = newId("gst");
    const [first, second] = [newId("ord"), newId("ord")];
    expect(await shop.try(first, { codes, who: ann })).toMatchObject({ status: "held" });
    expect(await shop.try(second, { codes, who: ann })).toBe("coupon-refused");
    const { codes: others } = await coupon({ condition: { firstOrder: true } });
    expect(await shop.try(second, { codes: others, who: ann })).toBe("coupon-refused");
    await shop.cancel(first);
    expect(await shop.try(newId("ord"), { codes: others, who: ann })).toMatchObject({ status: "held" });
    const bob = newId("gst");
    const about = {
      ...{ orderId: newId("ord"), shopperId: bob, lines: [], total: euros(9_000) },
      at: shop.after(0).toISOString(),
    };
    expect(await shop.tell("order.confirmed.v1", about)).toEqual({ status: "SUCCESS" });
    expect(await shop.try(newId("ord"), { codes, who: bob })).toBe("coupon-refused");
  });
});

it("an order with a code that takes nothing off is refused as a whole, and says why", async () => {
  const { code, figures } = await coupon();
  const orderId = newId("ord");
  const reply = await shop.send(
    "POST",
    "/v1/uses",
    undefined,
    {
      ...{ orderId, shopperId: newId("gst"), codes: [code, "NO-SUCH-CODE"] },
      lines: [{ sku: "CAR-0001", productId: newId("prd"), name: "Boots", quantity: 1, price: euros(100) }],
    },
    orderId,
  );
  expect([reply.status, await reply.json()]).toMatchObject([
    409,
    {
      code: "coupon-refused",
      detail: "NO-SUCH-CODE: There is no coupon with this code.",
      errors: [{ field: "codes.1" }],
    },
  ]);
  expect(await figures()).toEqual([0, 0, 0, 0]);
});
