import { euros, newId, OrderInspection, Problem, shipmentDispatched } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { refused, unclear } from "./testing/fake-callees.ts";
import { signedIn } from "./testing/fake-shop.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

const outcome = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const staff = signedIn(undefined, "shopper staff");
const reason = "the shopper called";

describe("cancelling", () => {
  it("before the capture cancels at once and compensates every step", async () => {
    const { asked, answers, authorise, path, post, runner, status, who } = await openPaidShop();
    answers.capture = [unclear];
    await authorise();
    expect((await post(path("cancellation"), who, {})).status).toBe(202);
    await runner.idle();
    expect([await status(), asked().slice(-2)]).toEqual(["cancelled", ["cancel-payment", "return"]]);
  });

  it("a confirmed order asks logistics first, and refunds the money", async () => {
    const { asked, authorise, path, post, runner, status, who } = await openPaidShop();
    await authorise();
    const reply = await post(path("cancellation"), who, { reason: "too late for the party" });
    expect([reply.status, (await reply.json()).status]).toEqual([202, "cancelling"]);
    await runner.idle();
    expect(await status()).toBe("cancelled");
    expect(asked().slice(-3)).toEqual(["cancel-shipment", "cancel-payment", "return"]);
  });

  it("is too late once the parcel has gone, even before the event came", async () => {
    const { answers, authorise, callees, orders, order, path, post, runner, status, who } =
      await openPaidShop();
    await authorise();
    answers["cancel-shipment"] = [refused("shipment-dispatched")];
    answers.ship = [
      { kind: "done", learned: { shipmentId: callees.shipmentId, shipmentStatus: "dispatched" } },
    ];
    await post(path("cancellation"), who, {});
    await runner.idle();
    expect(await status()).toBe("dispatched");
    expect(orders.timelineOf(order.id).map(({ what }) => what)).toContain("cancel-shipment refused");
  });

  it("a dispatched order is refused, and a repeated request counts once", async () => {
    const { authorise, path, post, who } = await openPaidShop();
    await authorise();
    const first = await post(path("cancellation"), who, {}, "key-1");
    const again = await post(path("cancellation"), who, {}, "key-1");
    expect([again.status, await again.json()]).toEqual([202, await first.json()]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const other = await openPaidShop();
    await other.authorise();
    await other.tell(shipmentDispatched, { ...other.parcel(), trackingCodes: [] });
    const late = await other.post(other.path("cancellation"), other.who, {});
    expect(await outcome(late)).toEqual([409, "order-not-cancellable"]);
  });
});

describe("another shopper's order", () => {
  it("is unknown to every request of a shopper, and does not change", async () => {
    const { app, order, orders, path, post } = await openPaidShop();
    const thief = signedIn();
    const before = orders.orders.get(order.id);
    for (const [what, body] of [
      ["payment", { returnUrl: "https://shop.example/" }],
      ["cancellation", {}],
      ["return", {}],
    ] as const)
      expect(await outcome(await post(path(what), thief, body))).toEqual([404, "order-unknown"]);
    const shown = await app.request(`/v1/orders/${order.id}`, { headers: thief });
    expect(await outcome(shown)).toEqual([404, "order-unknown"]);
    expect(orders.orders.get(order.id)).toBe(before);
  });
});

describe("staff", () => {
  it("sees all of an order, and finds the stuck ones", async () => {
    const { answers, app, authorise, later, order } = await openPaidShop();
    answers.capture = Array.from({ length: 10 }, () => unclear);
    await authorise();
    const search = async (query: string) =>
      (await (await app.request(`/v1/staff/orders?${query}`, { headers: staff })).json()).items.length;
    expect(await search("stuck=true")).toBe(0);
    for (let i = 0; i < 9; i += 1) await later(61);
    expect([await search("stuck=true"), await search("status=payment-authorised")]).toEqual([1, 1]);
    const reply = await app.request(`/v1/staff/orders/${order.id}`, { headers: staff });
    const inspection = v.parse(OrderInspection, await reply.json());
    expect(inspection.saga).toMatchObject({
      attempts: 10,
      steps: ["capture-payment"],
      lastError: "no answer",
    });
    expect(inspection.timeline.at(-1)?.what).toBe("capture-payment is stuck");
  });

  it("can retry at once, compensate, and refund a part", async () => {
    const { answers, authorise, callees, order, post, runner, status, show, who } = await openPaidShop();
    const path = (what: string) => `/v1/staff/orders/${order.id}/${what}`;
    answers.capture = [unclear];
    await authorise();
    expect((await post(path("retry"), staff, { reason })).status).toBe(202);
    await runner.idle();
    expect(await status()).toBe("confirmed");
    expect(await outcome(await post(path("retry"), staff, { reason }))).toEqual([409, "order-has-no-step"]);
    const refund = (cents: number) => post(path("refunds"), staff, { reason, amount: euros(cents) });
    expect((await refund(500)).status).toBe(202);
    await runner.idle();
    expect((await show(who, order.id)).refunded).toEqual(euros(500));
    expect(await outcome(await refund(order.totalCents))).toEqual([422, "refund-too-large"]);
    expect((await post(path("compensation"), staff, { reason })).status).toBe(202);
    await runner.idle();
    expect([await status(), callees.asked.at(-1)]).toEqual(["cancelled", "return"]);
  });

  it("needs the staff scope, and gets a 404 for unknown orders", async () => {
    const { app, order, post } = await openPaidShop();
    const forbidden = await app.request(`/v1/staff/orders/${order.id}`, { headers: signedIn() });
    expect(await outcome(forbidden)).toEqual([403, "scope-missing"]);
    const path = `/v1/staff/orders/${newId("ord")}/retry`;
    expect(await outcome(await post(path, staff, { reason }))).toEqual([404, "order-unknown"]);
  });
});
