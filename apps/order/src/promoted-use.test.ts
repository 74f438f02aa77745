import { euros, newId, orderConfirmed, paymentAuthorised, shipmentReturned } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { refused, unclear } from "./testing/fake-callees.ts";
import { signedIn } from "./testing/fake-shop.ts";
import { codeOf, listCents, openPromotedShop as open, spring } from "./testing/promoted-shop.ts";

describe("the use of an order", () => {
  const buy = async () => {
    const shop = open();
    const who = signedIn();
    const { id } = await (await shop.place(spring, who)).json();
    const path = (what: string) => `/v1/orders/${id}/${what}`;
    await shop.post(path("payment"), who, { returnUrl: "https://shop.example/back" });
    const pay = () =>
      shop.tell(paymentAuthorised, {
        ...{ paymentId: shop.callees.payment.id, orderId: id, amount: euros(listCents - 500) },
      });
    const find = async () =>
      (await shop.app.request(`/v1/promoted-orders/${id}`, { headers: signedIn() })).json();
    return { ...shop, who, id, path, pay, find, use: () => shop.state.uses.get(id)?.use };
  };

  it("is confirmed before the money is captured, and announced with the lines", async () => {
    const { pay, use, asked, orders, find, id } = await buy();
    expect(await find()).toEqual({ orderId: id, status: "stock-reserved", use: "held" });
    await pay();
    expect([use(), asked.slice(-4)]).toEqual(["used", ["commit", "confirm-promotion", "capture", "ship"]]);
    expect(await find()).toMatchObject({ status: "confirmed", use: "used" });
    expect(orders.events[0]).toMatchObject({
      topic: orderConfirmed.topic,
      data: {
        total: euros(listCents - 500),
        lines: [{ price: euros(2_099), discount: euros(500) }, { price: euros(19_900) }],
      },
    });
  });

  it("ends the order when it is refused: nothing is captured, and all goes back", async () => {
    const { pay, callees, asked, find, use } = await buy();
    callees.answers["confirm-promotion"] = [refused("use-ended")];
    await pay();
    expect(asked.slice(-5)).toEqual([
      "commit",
      "confirm-promotion",
      "cancel-payment",
      "return",
      "cancel-promotion",
    ]);
    expect([await find(), use()]).toMatchObject([{ status: "cancelled", use: "back" }, "back"]);
  });

  it("is confirmed later when promotion does not answer, and the order waits for it", async () => {
    const { pay, callees, clock, runner, find } = await buy();
    callees.answers["confirm-promotion"] = [unclear];
    await pay();
    expect(await find()).toMatchObject({ status: "payment-authorised", use: "held" });
    clock.now = new Date(clock.now.getTime() + 1_000);
    await runner.poll();
    await runner.idle();
    expect(await find()).toMatchObject({ status: "confirmed", use: "used" });
  });

  it("goes back when the order is cancelled, or returned and refunded, so that another order can have it", async () => {
    for (const ending of ["cancelled", "refunded"]) {
      const { pay, post, path, who, use, runner, place, tell, callees, clock, id, find } = await buy();
      if (ending === "cancelled") await post(path("cancellation"), who, {});
      else {
        await pay();
        const { shipmentId } = callees;
        const at = clock.now.toISOString();
        await tell(shipmentReturned, { shipmentId, orderId: id, at, reason: "undeliverable" });
      }
      await runner.idle();
      expect([use(), await find()]).toMatchObject(["back", { status: ending, use: "back" }]);
      expect((await place(spring)).status).toBe(201);
    }
  });

  it("is not there for an order that does not exist, and back for one without benefits", async () => {
    const { app, place } = open();
    const find = (id: string) => app.request(`/v1/promoted-orders/${id}`, { headers: signedIn() });
    expect(await codeOf(await find(newId("ord")))).toEqual([404, "order-unknown"]);
    const { id } = await (await place({})).json();
    expect(await (await find(id)).json()).toMatchObject({ use: "back" });
  });
});
