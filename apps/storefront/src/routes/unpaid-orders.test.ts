import { describe, expect, test } from "vitest";
import { buy, formIn, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const bought = async () => {
  const { shop, router, visitor } = smallShop();
  const id = await buy(visitor, shop, tent.id);
  const path = `/orders/${id}`;
  const press = async (name: string) =>
    visitor.post(`${path}/${name}`, formIn((await visitor.get(path)).html, `${path}/${name}`));
  return { shop, router, visitor, id, path, press };
};

describe("the page of an order that is not paid", () => {
  describe("back from the bank", () => {
    test("says that the payment is being confirmed and offers nothing to pay for a while", async () => {
      const { visitor, path } = await bought();
      for (const back of [1, 2, 6]) {
        const { html } = await visitor.get(`${path}?back=${back}`);
        expect(html).toContain("<h1>We are confirming your payment</h1>");
        expect(html).not.toContain("Pay now");
        expect(html).toContain(`<meta http-equiv="refresh" content="3;url=${path}?back=${back + 1}">`);
        expect(html).toContain(`data-look="${path}?back=${back + 1}" data-state="confirming"`);
      }
      expect((await visitor.get(`${path}?back=7`)).html).toContain("Pay now");
      expect((await visitor.get(path)).html).toContain("Pay now");
      expect((await visitor.get(`${path}?back=%3Cscript%3E`)).status).toBe(200);
    });

    test("waits for the bank's callback, and shows its outcome", async () => {
      const { shop, visitor, id, path } = await bought();
      let looks = 0;
      shop.pause = async () => {
        looks += 1;
        if (looks === 2) shop.orders.set(id, { status: "payment-authorised", payBy: null });
      };
      const { html } = await visitor.get(`${path}?back=1`);
      expect(html).toContain("<h1>Payment received</h1>");
      expect(looks).toBe(2);
    });

    test("without having paid offers to pay at once", async () => {
      const { visitor, path } = await bought();
      const { html } = await visitor.get(`${path}?back=1&outcome=cancelled`);
      expect(html).toContain("<h1>You have not paid yet</h1>");
      expect(html).toContain("Pay now");
      expect((await visitor.get(`${path}?back=1&outcome=other`)).html).toContain("We are confirming");
    });

    test("after a decline offers to pay with another card at once", async () => {
      const { shop, visitor, id, path, press } = await bought();
      shop.orders.set(id, {
        status: "stock-reserved",
        declined: { at: "2026-11-19T09:32:00.000Z", reason: "card-declined" },
        payBy: new Date(Date.now() + 14.5 * 60_000).toISOString(),
      });
      const { html } = await visitor.get(`${path}?back=1`);
      expect(html).toContain("<h1>Your bank declined the payment</h1>");
      expect(html).toContain("Pay now with another card");
      expect(html).toContain("14 minutes left to pay.");
      expect((await press("pay")).location).toBe("https://bank.test/pay/1");
    });
  });

  describe("that waits for payment", () => {
    const inTime = () => new Date(Date.now() + 600_000).toISOString();
    const waiting = async () => {
      const shown = await bought();
      shown.shop.orders.set(shown.id, { status: "stock-reserved", payBy: inTime() });
      await shown.visitor.get(shown.path);
      return shown;
    };
    const banner = "One order waits for payment.";

    test("is announced on the front page, in the cart and among the orders, to its shopper alone", async () => {
      const { shop, visitor, router, id, path } = await waiting();
      for (const page of ["/", "/cart", "/orders"]) {
        const { html } = await visitor.get(page);
        expect(html, page).toContain(banner);
        expect(html, page).toContain(`<a href="${path}">Pay it, or put it back into your cart</a>`);
        expect((await new Visitor(router).get(page)).html, page).not.toContain(banner);
      }
      shop.orders.set(id, { status: "payment-authorised", payBy: null });
      await visitor.get(path);
      for (const page of ["/", "/cart", "/orders"])
        expect((await visitor.get(page)).html, page).not.toContain(banner);
    });

    test("goes back into the cart as a whole, once, and is cancelled", async () => {
      const { shop, visitor, id, path } = await waiting();
      const form = formIn((await visitor.get(path)).html, `${path}/put-back`);
      for (const _ of [1, 2])
        expect(await visitor.post(`${path}/put-back`, form)).toMatchObject({
          status: 303,
          location: "/cart",
        });
      expect(shop.orders.orders.get(id)?.status).toBe("cancelled");
      const { html } = await visitor.get("/cart");
      expect(html).toContain("Dune Tent");
      expect(html).toContain('value="1"');
      expect(html).not.toContain(banner);
    });

    test("is not put back into the cart when it was paid meanwhile", async () => {
      const { shop, visitor, id, path } = await waiting();
      const form = formIn((await visitor.get(path)).html, `${path}/put-back`);
      shop.orders.set(id, { status: "confirmed", payBy: null });
      const late = await visitor.post(`${path}/put-back`, form);
      expect(late.status).toBe(409);
      expect(late.html).toContain("This order’s status has changed");
      expect((await visitor.get("/cart")).html).toContain("There is nothing in it yet");
    });
  });
});
