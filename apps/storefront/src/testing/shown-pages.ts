import { type GivenCoupon, newId, type Shipment } from "@caravan/contracts";
import {
  buy,
  checkoutForm,
  credentials,
  home,
  lamp,
  putIntoCart,
  signUp,
  smallShop,
  tent,
} from "./small-shop.ts";

const at = "2026-11-20T10:00:00.000Z";
const shipment: Shipment = {
  id: "shp_019a6fc4-1ba1-70a0-9f95-491cdb9a9f03",
  orderId: "",
  status: "out-for-delivery",
  packages: [{ number: 1, trackingCode: "CC-4711-0815", weightGrams: 900, lines: [] }],
  deliverTo: home,
  estimate: { from: "2026-11-21T08:00:00.000Z", to: "2026-11-22T18:00:00.000Z" },
  tracking: [
    { number: 1, kind: "collected", place: "Hamburg", at, heardAt: at },
    { number: 2, kind: "in-transit", place: "Kassel hub", at: "2026-11-21T02:10:00.000Z", heardAt: at },
    { number: 3, kind: "out-for-delivery", place: "Freiburg", at: "2026-11-21T08:30:00.000Z", heardAt: at },
  ],
  createdAt: at,
};

const givenCoupon: GivenCoupon = {
  ...{ id: newId("prm"), name: "Welcome back", code: "FOR-ADA", benefit: { type: "percent", percent: 10 } },
  condition: { firstOrder: false, audience: "everyone" },
  ...{ priority: 100, combines: true, until: "2026-12-24T17:00:00.000Z" },
};

/** Every page of the shop by name, for checks of their structure. */
export const shownPages = async (): Promise<Map<string, string>> => {
  const { shop, visitor } = smallShop();
  const pages = new Map<string, string>();
  const show = async (name: string, path: string) => pages.set(name, (await visitor.get(path)).html);
  const refuse = async (name: string, path: string, form: Record<string, string>) =>
    pages.set(name, (await visitor.post(path, form)).html);

  for (const path of ["/", "/?category=tents", "/search?q=tent", "/search?q=zeppelin", "/search", "/nowhere"])
    await show(path, path);
  await show("product", `/products/${tent.id}`);
  shop.promotion.offers = [givenCoupon];
  shop.clock.time += 10_000;
  await visitor.get(`/products/${tent.id}`);
  await show("product at a discount", `/products/${tent.id}`);
  await refuse("product refused", "/cart", { do: "add", productId: tent.id, quantity: "none" });
  await show("empty cart", "/cart");
  await show("no orders", "/orders");
  await show("no sales", "/sales");
  await show("sign in", "/sign-in");
  await show("sign up", "/sign-up");
  await refuse("sign in refused", "/sign-in", { ...credentials });
  await refuse("sign up refused", "/sign-up", { email: "ada", password: "", name: "Ada" });

  await putIntoCart(visitor, tent.id, "2");
  await putIntoCart(visitor, lamp.id);
  await show("cart", "/cart");
  await refuse("cart refused", "/cart", { do: "set", [`quantity.${lamp.id}`]: "0" });
  await show("checkout of a guest", "/checkout");
  await refuse("checkout refused", "/checkout", { ...(await checkoutForm(visitor)), street: "", city: "" });

  const order = await buy(visitor, shop, lamp.id);
  const path = `/orders/${order}`;
  await show("order to pay", path);
  await show("order back from the bank", `${path}?back=1`);
  await refuse("order refused", `${path}/return`, { key: "return_00000000-0000-4000-8000-000000000000" });
  shop.orders.set(order, { status: "payment-authorised" });
  shop.orders.set(order, { status: "confirmed" });
  shop.orders.shipments.set(shipment.id, { ...shipment, orderId: order });
  shop.orders.set(order, { status: "dispatched", shipmentId: shipment.id, payBy: null });
  await show("order on its way", path);
  shop.orders.set(order, { status: "delivered" });
  await show("order delivered", path);
  await show("orders", "/orders");

  await putIntoCart(visitor, tent.id);
  shop.promotion.ruleCents = 4_000;
  shop.promotion.coupons.set("SPRING-10", 1_000);
  for (const code of ["SPRING-10", "WINTER-3"]) await visitor.post("/cart", { do: "set", code });
  await refuse("cart with discounts", "/cart", { do: "set", code: "10 %" });
  await show("checkout with discounts", "/checkout");
  const discounted = await buy(visitor, shop, tent.id);
  await show("order with discounts", `/orders/${discounted}`);
  shop.promotion.ruleCents = 0;

  const sale = shop.flash.add(tent.sku, { state: "scheduled" });
  const salePath = `/sales/${sale.id}`;
  await show("sales", "/sales");
  await show("sale to come", salePath);
  await refuse("sale refused", `${salePath}/entry`, { address: "new", ...home, city: "", street: "" });
  await visitor.post(`${salePath}/entry`, { address: "new", ...home });
  shop.flash.difficulty = 12;
  await show("sale joined", salePath);
  shop.flash.turn(sale.id, "open");
  for (const state of ["deciding", "waiting", "admitted", "paid", "returned"] as const) {
    shop.flash.put(sale.id, visitor.subject, state, { place: 7, orderId: state === "paid" ? order : null });
    await show(`sale ${state}`, salePath);
  }

  await signUp(visitor);
  await visitor.post("/account/addresses", { ...home });
  await visitor.post("/account/addresses", { ...home, name: "Ibn Battuta", street: "Rue des Sables 9" });
  shop.promotion.given = [givenCoupon, { ...givenCoupon, id: newId("prm"), barred: "coupon-used" }];
  await show("account", "/account");
  await refuse("account refused", "/account/addresses", { ...home, city: "" });
  await putIntoCart(visitor, tent.id);
  await show("cart with coupons", "/cart");
  await show("checkout of an account", "/checkout");
  shop.state.isDown = true;
  await show("store down", "/cart");
  shop.state.isDown = false;
  await refuse("account erased", "/account/erase", { password: credentials.password });
  return pages;
};
