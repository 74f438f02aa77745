import { newId, Order, Page, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeShop, shopperCookie } from "./testing/fake-shop.ts";

const lines = [
  { sku: "CAR-0002", quantity: 3 },
  { sku: "CAR-0001", quantity: 1 },
];
const problem = async (reply: Response) => v.parse(Problem, await reply.json());

describe("POST /v1/orders", () => {
  it("places an order at the catalogue's prices, with stock held under its id", async () => {
    const { place, inventory, orders } = openFakeShop();
    const reply = await place(await shopperCookie(), lines);
    expect(reply.status).toBe(201);
    const order = v.parse(Order, await reply.json());
    expect(order.lines.map(({ total }) => total.amountCents)).toEqual([6_297, 19_900]);
    expect(order.total).toEqual({ amountCents: 26_197, currency: "EUR" });
    expect(inventory.held.get(order.id)).toEqual(lines);
    expect(orders.events.map(({ id }) => id)).toEqual([order.id]);
  });

  it("gives the same reply to the same key, and says so", async () => {
    const { place, orders } = openFakeShop();
    const cookie = await shopperCookie();
    const first = await place(cookie, lines, "key-1");
    const again = await place(cookie, lines, "key-1");
    expect([again.status, await again.json()]).toEqual([201, await first.json()]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(orders.events).toHaveLength(1);
  });

  it("refuses the same key with another body", async () => {
    const { place } = openFakeShop();
    const cookie = await shopperCookie();
    await place(cookie, lines, "key-1");
    const other = await place(cookie, lines.slice(1), "key-1");
    expect([other.status, (await problem(other)).code]).toEqual([422, "idempotency-key-reused"]);
  });

  it("refuses what the catalogue does not have, and holds nothing for it", async () => {
    const { place, inventory } = openFakeShop();
    const reply = await place(await shopperCookie(), [...lines, { sku: "CAR-9999", quantity: 1 }]);
    expect([reply.status, (await problem(reply)).code]).toEqual([422, "sku-unknown"]);
    expect(inventory.held.size).toBe(0);
  });

  it("refuses who has no cookie, or one that the storefront did not sign", async () => {
    const { place, orders } = openFakeShop();
    const forged = await shopperCookie("another key, also long enough");
    const [name, value] = (await shopperCookie()).split("=");
    for (const cookie of ["", forged, `${name}=${newId("gst")}`, `${name}=x${value}`]) {
      const reply = await place(cookie, lines);
      expect([reply.status, (await problem(reply)).code]).toEqual([401, "shopper-unknown"]);
    }
    expect(orders.events).toEqual([]);
  });
});

describe("GET /v1/orders", () => {
  it("pages through the shopper's own orders, newest first, and nobody else's", async () => {
    const { app, place } = openFakeShop();
    const [mine, other] = [await shopperCookie(), await shopperCookie()];
    const placed: string[] = [];
    for (let i = 0; i < 5; i += 1) placed.push(v.parse(Order, await (await place(mine, lines)).json()).id);
    await place(other, lines);
    const seen: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const path: string = `/v1/orders?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = v.parse(
        Page(Order),
        await (await app.request(path, { headers: { cookie: mine } })).json(),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(placed.sort().reverse());
  });

  it.each([
    "nonsense",
    Buffer.from('["gst_1"]').toString("base64url"),
    Buffer.from("{}").toString("base64url"),
  ])("refuses the cursor %s", async (cursor) => {
    const { app } = openFakeShop();
    const reply = await app.request(`/v1/orders?cursor=${cursor}`, {
      headers: { cookie: await shopperCookie() },
    });
    expect([reply.status, (await problem(reply)).code]).toEqual([400, "cursor-unknown"]);
  });
});

describe("GET /v1/orders/:orderId", () => {
  it("shows the shopper's own order, and answers for somebody else's as if there were none", async () => {
    const { app, place } = openFakeShop();
    const [mine, other] = [await shopperCookie(), await shopperCookie()];
    const order = v.parse(Order, await (await place(mine, lines)).json());
    const get = (id: string, cookie: string) => app.request(`/v1/orders/${id}`, { headers: { cookie } });
    expect(await (await get(order.id, mine)).json()).toEqual(order);
    const [foreign, unknown] = [await get(order.id, other), await get(newId("ord"), mine)];
    for (const reply of [foreign, unknown]) {
      expect([reply.status, (await problem(reply)).code]).toEqual([404, "order-unknown"]);
    }
  });
});
