import { euros, newId, paymentAuthorised, paymentDeclined } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { unclear } from "./testing/fake-callees.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

describe("an order that is not paid", () => {
  it("stays payable after a decline, shows the reason, and is confirmed by another card", async () => {
    const { asked, authorise, callees, fact, order, path, post, show, tell, who } = await openPaidShop();
    await tell(paymentDeclined, { ...fact(), reason: "no cover" });
    const declined = await show(who, order.id);
    expect(declined).toMatchObject({
      ...{ status: "stock-reserved", payBy: order.saga.deadlineAt?.toISOString() },
      declined: { reason: "no cover" },
    });
    callees.payment.id = newId("pay");
    await post(path("payment"), who, { returnUrl: "https://shop.example/back" });
    expect((await show(who, order.id)).declined).toBeNull();
    await authorise();
    expect(await show(who, order.id)).toMatchObject({ status: "confirmed", payBy: null });
    expect(asked()).toEqual(["reserve", "start", "start", "commit", "capture", "ship"]);
  });

  it("refunds an earlier payment that is authorised after a later one has paid", async () => {
    const { asked, authorise, callees, fact, path, post, status, tell, who } = await openPaidShop();
    const first = fact();
    await tell(paymentDeclined, { ...first, reason: "no cover" });
    callees.payment.id = newId("pay");
    await post(path("payment"), who, { returnUrl: "https://shop.example/back" });
    await authorise();
    await tell(paymentAuthorised, first);
    expect([await status(), asked().slice(3)]).toEqual([
      "confirmed",
      ["commit", "capture", "ship", "cancel-earlier-payment"],
    ]);
  });

  it("expires after a decline at its deadline, with its stock returned and every payment cancelled", async () => {
    const { asked, authorise, fact, later, status, tell } = await openPaidShop();
    await tell(paymentDeclined, { ...fact(), reason: "no cover" });
    await later(901);
    expect([await status(), asked().slice(2)]).toEqual(["expired", ["cancel-payment", "release"]]);
    await authorise();
    expect([await status(), asked().at(-1)]).toEqual(["expired", "cancel-payment"]);
  });

  it("cancels payments it does not know of: begun by a process that died", async () => {
    const { asked, order, orders, path, post, runner, who } = await openPaidShop();
    orders.orders.set(order.id, { ...order, paymentId: null });
    await post(path("cancellation"), who, {});
    await runner.idle();
    expect(asked().slice(2)).toEqual(["cancel-payment", "release"]);
  });

  it("expires at its deadline, and refunds late money", async () => {
    const { asked, authorise, later, status } = await openPaidShop();
    await later(901);
    expect([await status(), asked().slice(2)]).toEqual(["expired", ["check", "cancel-payment", "release"]]);
    await authorise();
    expect([await status(), asked().at(-1)]).toEqual(["expired", "cancel-payment"]);
  });

  it("is confirmed after all when it was authorised in time and the event was lost", async () => {
    const { callees, later, status } = await openPaidShop();
    callees.payment.status = "authorised";
    await later(901);
    expect(await status()).toBe("confirmed");
  });

  it("does not expire while the payment's status is unknown", async () => {
    const { answers, later, status } = await openPaidShop();
    answers.check = [unclear];
    await later(901);
    expect(await status()).toBe("stock-reserved");
    await later(1);
    expect(await status()).toBe("expired");
  });

  it("is cancelled when the amount is not the requested one", async () => {
    const { fact, tell, status, asked } = await openPaidShop();
    await tell(paymentAuthorised, { ...fact(), amount: euros(1) });
    expect([await status(), asked().slice(2)]).toEqual(["cancelled", ["cancel-payment", "release"]]);
  });
});
