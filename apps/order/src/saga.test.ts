import {
  euros,
  newId,
  orderConfirmed,
  orderEnded,
  paymentDeclined,
  paymentRefunded,
  paymentRefundFailed,
  shipmentDelivered,
  shipmentDispatched,
  shipmentReturned,
} from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { refused, unclear } from "./testing/fake-callees.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

describe("an order that is paid", () => {
  it("has its stock committed before the capture, and is then shipped", async () => {
    const { asked, order, orders, authorise, status } = await openPaidShop();
    await authorise();
    expect(asked()).toEqual(["reserve", "start", "commit", "capture", "ship"]);
    expect(await status()).toBe("confirmed");
    expect(orders.events).toMatchObject([{ topic: orderConfirmed.topic, data: { orderId: order.id } }]);
    expect(orders.timelineOf(order.id).map(({ what, who }) => `${who}: ${what}`)).toEqual([
      `shopper:${order.shopperId}: placed`,
      "inventory: reserve-stock done",
      "payment: payment started",
      "payment: payment.authorised",
      "inventory: commit-stock done",
      "payment: capture-payment done",
      "logistics: create-shipment done",
    ]);
  });

  it("runs each step once, however often the event comes", async () => {
    const { asked, authorise, status, parcel, tell, fact } = await openPaidShop();
    await authorise("evt_1");
    await authorise("evt_1");
    await authorise("evt_2");
    expect(asked()).toEqual(["reserve", "start", "commit", "capture", "ship"]);
    await tell(shipmentDispatched, { ...parcel(), trackingCodes: [] });
    await authorise("evt_3");
    await tell(paymentDeclined, { ...fact(), reason: "late" });
    expect(await status()).toBe("dispatched");
  });

  it("ends as delivered when the dispatched event comes after the delivered one", async () => {
    const { authorise, parcel, status, tell, orders } = await openPaidShop();
    await authorise();
    await tell(shipmentDelivered, parcel());
    await tell(shipmentDispatched, { ...parcel(), trackingCodes: [] });
    expect(await status()).toBe("delivered");
    expect(orders.events.at(-1)).toMatchObject({ topic: orderEnded.topic, data: { status: "delivered" } });
  });

  it("is cancelled and its authorisation released when the stock cannot be committed", async () => {
    const { asked, answers, authorise, status } = await openPaidShop();
    answers.commit = [refused("out-of-stock")];
    await authorise();
    expect(await status()).toBe("cancelled");
    expect(asked().slice(2)).toEqual(["commit", "cancel-payment", "return"]);
  });

  it("never ships when the capture fails, and returns the stock", async () => {
    const { asked, answers, authorise, status } = await openPaidShop();
    answers.capture = [refused("payment-ended")];
    await authorise();
    expect(await status()).toBe("payment-failed");
    expect(asked().slice(2)).toEqual(["commit", "capture", "cancel-payment", "return"]);
  });

  it("repeats the capture under the same key when its outcome is unknown", async () => {
    const { asked, answers, authorise, status, later } = await openPaidShop();
    answers.capture = [unclear];
    await authorise();
    expect(await status()).toBe("payment-authorised");
    await later(1);
    expect([await status(), asked().slice(2)]).toEqual([
      "confirmed",
      ["commit", "capture", "capture", "ship"],
    ]);
  });

  it("is taken over after the lease when its process died", async () => {
    const { answers, authorise, dependencies, later, status } = await openPaidShop();
    answers.commit = [unclear];
    await authorise();
    await later(1, async () => {
      const now = dependencies.now();
      await dependencies.orders.claimDue({ now, until: new Date(now.getTime() + 30_000), limit: 5 });
    });
    expect(await status()).toBe("payment-authorised");
    await later(30);
    expect(await status()).toBe("confirmed");
  });
});

describe("goods that come back", () => {
  it("are restocked and refunded: returned by the shopper, or undeliverable", async () => {
    for (const reason of ["customer-return", "undeliverable"] as const) {
      const { asked, authorise, parcel, tell, status, post, path, who } = await openPaidShop();
      await authorise();
      await tell(shipmentDispatched, { ...parcel(), trackingCodes: [] });
      if (reason === "customer-return") {
        expect((await post(path("return"), who, {})).status).toBe(409);
        await tell(shipmentDelivered, parcel());
        expect((await post(path("return"), who, { reason: "too small" })).status).toBe(202);
        expect(await status()).toBe("return-requested");
      }
      await tell(shipmentReturned, { ...parcel(), reason });
      expect([await status(), asked().slice(-2)]).toEqual(["refunded", ["return", "cancel-payment"]]);
    }
  });

  it("show the refunded amount in the order, by payment's own sum", async () => {
    const { authorise, callees, fact, order, show, tell, who } = await openPaidShop();
    await authorise();
    callees.payment.refunded = euros(700);
    for (const id of ["evt_1", "evt_1", "evt_2"])
      await tell(paymentRefunded, { ...fact(), refundId: newId("rfd"), amount: euros(350), reason: "x" }, id);
    expect((await show(who, order.id)).refunded).toEqual(euros(700));
  });

  it("are not refunded while the bank fails the refund, and are once it succeeds", async () => {
    const { answers, authorise, callees, fact, order, orders, parcel, runner, show, tell, who } =
      await openPaidShop();
    await authorise();
    await tell(shipmentReturned, { ...parcel(), reason: "undeliverable" });
    const refund = { ...fact(), refundId: newId("rfd"), reason: "x" };
    const [all, none] = [euros(order.totalCents), euros(0)];
    callees.payment.refunded = all;
    await tell(paymentRefunded, refund);
    expect(await show(who, order.id)).toMatchObject({ status: "refunded", refunded: all });
    Object.assign(callees.payment, { refunded: none, refundFailed: all, refundLost: all });
    for (const id of ["evt_1", "evt_1"]) await tell(paymentRefundFailed, refund, id);
    expect(await show(who, order.id)).toMatchObject({
      ...{ status: "returned", refunded: none, refundFailed: true },
    });
    expect(orders.timelineOf(order.id).filter(({ what }) => what.endsWith("failed"))).toMatchObject([
      { what: "payment.refund-failed", who: "payment", why: expect.stringContaining("did not reach") },
    ]);
    Object.assign(callees.payment, { refunded: all, refundLost: none });
    const refunds = { refundedCents: order.totalCents, failedCents: order.totalCents, lostCents: 0 };
    answers["cancel-payment"] = [{ kind: "done", learned: { refunds } }];
    await tell(paymentRefunded, refund);
    await runner.idle();
    expect(await show(who, order.id)).toMatchObject({
      ...{ status: "refunded", refunded: all, refundFailed: false },
    });
  });
});
