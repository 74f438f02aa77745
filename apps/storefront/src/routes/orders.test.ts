import { type Order, Refusal, type Shipment } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { buy, formIn, home, lamp, putIntoCart, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const shipment: Shipment = {
  id: "shp_019a6fc4-1ba1-70a0-9f95-491cdb9a9f03",
  orderId: "",
  status: "dispatched",
  packages: [{ number: 1, trackingCode: "CC-1", weightGrams: 900, lines: [] }],
  deliverTo: home,
  estimate: { from: "2026-11-21T08:00:00.000Z", to: "2026-11-22T18:00:00.000Z" },
  tracking: [
    {
      number: 1,
      kind: "collected",
      place: "Hub <North>",
      at: "2026-11-20T10:00:00.000Z",
      heardAt: "2026-11-20T10:00:01.000Z",
    },
    {
      number: 2,
      kind: "in-transit",
      place: null,
      at: "2026-11-20T12:00:00.000Z",
      heardAt: "2026-11-20T12:00:01.000Z",
    },
  ],
  createdAt: "2026-11-20T09:00:00.000Z",
};

const bought = async (change?: Partial<Order> & { readonly status: Order["status"] }) => {
  const { shop, router, visitor } = smallShop();
  const id = await buy(visitor, shop, tent.id);
  if (change !== undefined) shop.orders.set(id, change);
  const path = `/orders/${id}`;
  const press = async (name: string) =>
    visitor.post(`${path}/${name}`, formIn((await visitor.get(path)).html, `${path}/${name}`));
  return { shop, router, visitor, id, path, press };
};

describe("an order's page", () => {
  test("is shown to its shopper and does not exist for other visitors", async () => {
    const { visitor, router, path } = await bought();
    expect((await visitor.get("/orders")).html).toContain(path);
    const newVisitor = new Visitor(router);
    const otherShopper = new Visitor(router);
    await putIntoCart(otherShopper, lamp.id);
    for (const other of [newVisitor, otherShopper]) {
      expect((await other.get(path)).status).toBe(404);
      for (const name of ["pay", "cancel", "return"]) {
        const form = { key: `${name}_00000000-0000-4000-8000-000000000000` };
        expect((await other.post(`${path}/${name}`, form)).status).toBe(404);
      }
    }
    expect((await visitor.get(path)).html).toContain("Your order waits for payment");
  });

  test.each([
    ["placed", []],
    ["stock-reserved", ["pay", "cancel"]],
    ["payment-authorised", ["cancel"]],
    ["confirmed", ["cancel"]],
    ["dispatched", []],
    ["delivered", ["return"]],
    ["cancelling", []],
    ["cancelled", []],
    ["payment-failed", []],
    ["expired", []],
    ["return-requested", []],
    ["returned", []],
    ["refunded", []],
  ] as const)("%s: offers %j", async (status, offered) => {
    const { visitor, path } = await bought({ status });
    const { html } = await visitor.get(path);
    const offers = [...html.matchAll(new RegExp(`action="${path}/([a-z]+)"`, "g"))].map(([, name]) => name);
    expect(offers.toSorted()).toEqual(status === "placed" ? ["cancel"] : offered.toSorted());
    expect(html).toContain(`data-state="${status}"`);
  });

  test("redirects to the bank, as often as pay is pressed", async () => {
    const { press } = await bought();
    expect(await press("pay")).toMatchObject({ status: 303, location: "https://bank.test/pay/1" });
    expect((await press("pay")).status).toBe(303);
  });

  test("shows a notice when the bank's page is unavailable or nothing is to be confirmed", async () => {
    const { shop, path, press } = await bought();
    shop.orders.confirmationUrl = null;
    expect(await press("pay")).toMatchObject({ status: 303, location: path });
    shop.orders.confirmationUrl = "https://evil.test/";
    expect((await press("pay")).status).toBe(503);
    shop.orders.paymentRefusal = new Refusal({
      kind: "unavailable",
      code: "payment-unavailable",
      detail: "",
    });
    const refused = await press("pay");
    expect(refused.status).toBe(503);
    expect(refused.html).toContain("The bank does not answer");
  });

  test("cancels, returns, and shows when it is too late", async () => {
    const cancelled = await bought();
    const { html } = await cancelled.visitor.get(cancelled.path);
    const form = formIn(html, `${cancelled.path}/cancel`);
    expect((await cancelled.visitor.post(`${cancelled.path}/cancel`, form)).location).toBe(cancelled.path);
    expect((await cancelled.visitor.get(cancelled.path)).html).toContain("Your order is cancelled");
    const late = await cancelled.visitor.post(`${cancelled.path}/cancel`, form);
    expect(late.status).toBe(409);
    expect(late.html).toContain("Too late to cancel");
    const arrived = await bought({ status: "delivered" });
    await arrived.press("return");
    expect((await arrived.visitor.get(arrived.path)).html).toContain("Your order is coming back");
  });

  test("shows that a refund did not arrive, until staff has sent it again", async () => {
    for (const status of ["returned", "cancelled", "expired"] as const) {
      const { visitor, path } = await bought({ status, refundFailed: true });
      const { html } = await visitor.get(path);
      expect(html).toContain("<h1>Your refund did not arrive</h1>");
      expect(html).toContain("A refund did not arrive; we will send it again");
      expect(html).toMatch(new RegExp(`data-state="${status} refund-failed`));
      for (const untrue of ["is refunded", "Refunded, if", "sending the refund"])
        expect(html).not.toContain(untrue);
    }
    const kept = await bought({ status: "delivered", refundFailed: true });
    const { html } = await kept.visitor.get(kept.path);
    expect(html).toContain("<h1>Your order has arrived</h1>");
    expect(html).toContain("A refund did not arrive");
  });

  test("shows the parcel's events, newest first, as text", async () => {
    const { shop, visitor, id, path } = await bought({ status: "dispatched", shipmentId: shipment.id });
    shop.orders.shipments.set(shipment.id, { ...shipment, orderId: id });
    const { html } = await visitor.get(path);
    expect(html).toContain(`data-shipment="${shipment.id}" data-last="2"`);
    expect(html).toContain("Hub &lt;North&gt;");
    expect(html.indexOf("<strong>On the road")).toBeLessThan(html.indexOf("<strong>Collected by"));
    expect(html).toContain(`<a href="${path}">Refresh</a>`);
    expect(html).toContain("<h1>Your order is on its way</h1>");
  });

  test("is shown without its parcel when logistics is down, and is a 503 when order is", async () => {
    const { shop, visitor, path } = await bought({ status: "dispatched", shipmentId: shipment.id });
    shop.down.add("logistics");
    const { status, html } = await visitor.get(path);
    expect(status).toBe(200);
    expect(html).toContain("We can't check where it is right now");
    shop.down.add("order");
    expect((await visitor.get(path)).status).toBe(503);
    expect((await visitor.get("/orders")).status).toBe(503);
  });

  test("from another browser asks to sign in, whether the order exists or not", async () => {
    const { router, path } = await bought();
    const other = new Visitor(router);
    const unknown = "/orders/ord_019a6fc4-1ba1-70a0-9f95-491cdb9a9fff";
    const [theirs, unknownOrder] = [await other.get(path), await other.get(unknown)];
    expect(theirs.html).toContain("<h1>Sign in to see this order</h1>");
    expect(theirs.html).toContain(`href="/sign-in?next=${path.slice("/orders/".length)}"`);
    expect(unknownOrder.html.replaceAll(unknown.slice("/orders/".length), "")).toBe(
      theirs.html.replaceAll(path.slice("/orders/".length), ""),
    );
    expect(theirs.headers.getSetCookie()).toEqual([]);
  });

  test("shows times in the browser's time zone, else in that of the delivery address", async () => {
    const { shop, visitor, id, path } = await bought();
    const timeIn = async () => /data-moment>([^<]+)</.exec((await visitor.get(path)).html)?.[1];
    expect(await timeIn()).toBe("19 November 2026 at 10:30 CET");
    shop.orders.set(id, { status: "stock-reserved", deliverTo: { ...home, country: "CN" } });
    expect(await timeIn()).toBe("19 November 2026 at 17:30 GMT+8");
    visitor.cookies.set("caravan-zone", "America/New_York");
    expect(await timeIn()).toBe("19 November 2026 at 04:30 GMT-5");
    visitor.cookies.set("caravan-zone", "Nowhere/At_All");
    expect(await timeIn()).toBe("19 November 2026 at 17:30 GMT+8");
  });
});
