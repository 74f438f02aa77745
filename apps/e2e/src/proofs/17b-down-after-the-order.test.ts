import { logisticsRoutes, type Payment, type ProductSummary, paymentStaffRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { openBrowser } from "../harness/browser.ts";
import { expectRefusals, restart, without } from "../harness/outage.ts";
import { anyProduct, openWithCart, placeOne, refusalIn, unreachable } from "../harness/outage-words.ts";
import {
  buy,
  confirm,
  newShopper,
  paid,
  pay,
  reached,
  type Shopper,
  staffMember,
} from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

let product: ProductSummary;
beforeAll(async () => {
  product = await anyProduct();
});

const startPayment = (shopper: Shopper, orderId: string) =>
  shopper.post(`/v1/orders/${orderId}/payment`, { returnUrl: "http://example.com/" });
const paymentUnavailable = { status: 503, code: "payment-unavailable", retryAfter: 2 } as const;

const paymentReached = async (orderId: string, ...statuses: Payment["status"][]) => {
  const staff = await staffMember();
  await until(`the payment of ${orderId} is ${statuses}`, async () => {
    const reply = await staff.send("GET", `/v1/staff/payments?orderId=${orderId}`);
    const { items } = v.parse(paymentStaffRoutes.findPayments.success.body, reply.json());
    return items.some(({ status }) => statuses.includes(status)) ? true : undefined;
  });
};

describe("while it is down", () => {
  it("payment: orders are accepted and wait for their payment, the bank's outcome is found later", async () => {
    const shopper = await newShopper();
    const browser = await openBrowser(shopper.session);
    const begun = await placeOne(shopper);
    const { confirmationUrl } = await shopper.startPayment(begun.id);
    const order = await without("payment", async (since) => {
      const order = await placeOne(shopper);
      expect(order.status).toBe("stock-reserved");
      expect(refusalIn(await startPayment(shopper, order.id))).toEqual(paymentUnavailable);
      const page = await browser.submit(`/orders/${order.id}/pay`, { key: `pay_${crypto.randomUUID()}` });
      expect(page.status).toBe(503);
      expect(page.text).toContain("The bank does not answer");
      expect(page.text).toContain("Your order waits for payment");
      expect(page.text).toContain("Pay now");
      await confirm(confirmationUrl);
      await expectRefusals("order", "payment", since);
      return order;
    });
    await pay(shopper, order.id);
    for (const { id } of [order, begun]) await reached(shopper, id, ...paid);
  });

  it("bank: orders are accepted and wait for their payment, a cancelled order's payment is voided later", async () => {
    const shopper = await newShopper();
    const given = await placeOne(shopper);
    await shopper.startPayment(given.id);
    const order = await without("bank", async (since) => {
      const order = await placeOne(shopper);
      expect(refusalIn(await startPayment(shopper, order.id))).toEqual(paymentUnavailable);
      expect((await shopper.post(`/v1/orders/${given.id}/cancellation`, {})).status).toBe(202);
      await reached(shopper, given.id, "cancelled");
      await expectRefusals("payment", "bank", since);
      return order;
    });
    await until("it can be paid", async () =>
      (await startPayment(shopper, order.id)).status === 200 ? true : undefined,
    );
    await pay(shopper, order.id);
    await reached(shopper, order.id, ...paid);
    await paymentReached(given.id, "cancelled");
  });

  it("logistics: buying goes on, the page shows that the parcel is unknown, and it is packed later", async () => {
    const shopper = await newShopper();
    const browser = await openBrowser(shopper.session);
    const earlier = await buy(shopper);
    await until("it has a parcel", async () => (await shopper.order(earlier.id)).shipmentId ?? undefined);
    const order = await without("logistics", async (since) => {
      expect((await browser.get(`/orders/${earlier.id}`)).text).toContain(
        "We can't check where it is right now",
      );
      expect(refusalIn(await shopper.send("GET", "/v1/shipments"))).toEqual(unreachable);
      const order = await buy(shopper);
      expect((await reached(shopper, order.id, "confirmed")).shipmentId).toBeNull();
      for (const caller of ["storefront", "order"] as const) await expectRefusals(caller, "logistics", since);
      return order;
    });
    await until("it has a parcel, too", async () => (await shopper.order(order.id)).shipmentId ?? undefined);
  });

  it("carrier: buying goes on, parcels are packed and wait, and are handed over later", async () => {
    const shopper = await newShopper();
    const browser = await openBrowser(shopper.session);
    const order = await without("carrier", async (since) => {
      const order = await buy(shopper);
      const shipmentId = await until(
        "it has a parcel",
        async () => (await shopper.order(order.id)).shipmentId ?? undefined,
      );
      const dispatch = await (await staffMember()).post(`/v1/staff/shipments/${shipmentId}/dispatch`, {});
      expect(refusalIn(dispatch)).toMatchObject({ status: 503, code: "carrier-unavailable" });
      await expectRefusals("logistics", "carrier", since);
      const shipment = await shopper.send("GET", `/v1/shipments/${shipmentId}`);
      expect(v.parse(logisticsRoutes.getShipment.success.body, shipment.json()).status).toBe("preparing");
      expect((await browser.get(`/orders/${order.id}`)).text).toContain("It is being packed.");
      return order;
    });
    await reached(shopper, order.id, "dispatched", "delivered");
  });

  it("Redis: carts are unavailable, orders are placed and paid, events wait and are not lost, also in pods that start meanwhile", async () => {
    const shopper = await newShopper();
    const browser = await openWithCart(shopper, product);
    const order = await without("redis", async () => {
      const cart = await browser.get("/cart");
      expect(cart.status).toBe(503);
      expect(cart.text).toContain("A sandstorm holds us up");
      expect((await browser.get(`/products/${product.id}`)).status).toBe(200);
      // Neither needs Redis to start: one does not use it, the other only for its events.
      await restart("product", "inventory", "order");
      const order = await buy(shopper);
      await paymentReached(order.id, "authorised");
      expect((await browser.get(`/orders/${order.id}`)).text).toContain("Your order waits for payment");
      return order;
    });
    await reached(shopper, order.id, ...paid);
    await until("the cart is as it was", async () =>
      (await browser.get("/cart")).text.includes(product.name) ? true : undefined,
    );
  });

  it("nothing is lost", () => expectCleanBooks());
});
