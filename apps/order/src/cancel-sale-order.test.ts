import { euros, newId, Problem, paymentAuthorised, SaleOrder } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeShop, signedIn } from "./testing/fake-shop.ts";
import { address, now } from "./testing/make-order.ts";

const flash = signedIn();
const codeOf = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];

const openSale = () => {
  const shop = openFakeShop();
  const ticketId = newId("tkt");
  const ticket = {
    ...{ ticketId, saleId: newId("sal"), allotmentId: newId("alm"), shopperId: newId("gst") },
    ...{ sku: "CAR-0001", quantity: 1, price: euros(9_900), deliverTo: address },
  };
  const path = `/v1/sale-orders/${ticketId}`;
  return {
    ...shop,
    buy: () => shop.post("/v1/sale-orders", flash, ticket, ticketId),
    cancel: (key: string = ticketId) =>
      shop.post(`${path}/cancellation`, flash, { reason: "a shopper may have 1" }, key),
    find: async () => v.parse(SaleOrder, await (await shop.app.request(path, { headers: flash })).json()),
  };
};

describe("POST /v1/sale-orders/:ticketId/cancellation", () => {
  it("cancels an order that is not paid, once", async () => {
    const { buy, cancel, find, runner } = openSale();
    expect(await codeOf(await cancel())).toEqual([404, "order-unknown"]);
    await buy();
    expect(await codeOf(await cancel("other"))).toEqual([422, "idempotency-key-mismatch"]);
    expect((await cancel()).status).toBe(200);
    await runner.idle();
    expect((await cancel()).status).toBe(200);
    expect(await find()).toMatchObject({ status: "cancelled", piece: "back" });
  });

  it("leaves an order alone that is paid: nothing is refunded", async () => {
    const { buy, cancel, find, tell } = openSale();
    const { id } = await (await buy()).json();
    const fact = { paymentId: newId("pay"), orderId: id, amount: euros(9_900), at: now.toISOString() };
    await tell(paymentAuthorised, fact);
    expect(await codeOf(await cancel())).toEqual([409, "order-not-cancellable"]);
    expect(await find()).toMatchObject({ status: "confirmed", piece: "sold" });
  });
});
