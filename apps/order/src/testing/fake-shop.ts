import { newId, type ReservationLine } from "@caravan/contracts";
import { guestCookieName } from "@caravan/service-kit";
import { generateSignedCookie } from "hono/cookie";
import { createApp } from "../app.ts";
import type { Dependencies, Inventory } from "../dependencies.ts";
import type { Price } from "../domain/order.ts";
import { fakeOrderStore } from "./fake-order-store.ts";

const shopperKey = "a key of the tests, long enough";

/** The cookie of a new shopper, or of whoever signs with another key. */
export const shopperCookie = async (key = shopperKey): Promise<string> => {
  const cookie = await generateSignedCookie(guestCookieName, newId("gst"), key);
  return cookie.split(";", 1)[0] ?? "";
};

const catalogue: readonly Price[] = [
  { sku: "CAR-0001", productId: newId("prd"), name: "Dune tent", priceCents: 19_900 },
  { sku: "CAR-0002", productId: newId("prd"), name: "Ember kettle", priceCents: 2_099 },
];

/** Inventory that holds everything, and remembers what it was asked. */
export const fakeInventory = () => {
  const held = new Map<string, readonly ReservationLine[]>();
  const released: string[] = [];
  const inventory: Inventory = {
    async hold(orderId, lines) {
      held.set(orderId, lines);
      return { reservationId: orderId.replace("ord_", "rsv_") };
    },
    release: async (reservationId) => void released.push(reservationId),
    releaseOrder: async (orderId) => void released.push(orderId),
  };
  return { ...inventory, held, released };
};

/** The whole app over fakes; single parts may be replaced. */
export const openFakeShop = (parts: Partial<Dependencies> = {}) => {
  const orders = fakeOrderStore();
  const inventory = fakeInventory();
  const app = createApp({
    app: "order",
    version: "v1",
    shopperKey,
    orders,
    prices: { of: async () => new Map(catalogue.map((price) => [price.sku, price])) },
    inventory,
    now: () => new Date("2026-11-21T09:30:00.000Z"),
    newOrderId: () => newId("ord"),
    ...parts,
  });
  const place = (cookie: string, lines: readonly ReservationLine[], key: string = newId("key")) =>
    app.request("/v1/orders", {
      method: "POST",
      headers: { cookie, "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ lines }),
    });
  return { app, orders, inventory, place };
};
