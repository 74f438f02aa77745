import { newId, Order, OrderSummary, Page, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type Identity, openFakeShop, signedIn } from "./testing/fake-shop.ts";
import { address } from "./testing/make-order.ts";

const lines = [
  { sku: "CAR-0002", quantity: 3 },
  { sku: "CAR-0001", quantity: 1 },
];
const problem = async (reply: Response) => v.parse(Problem, await reply.json());

describe("POST /v1/orders", () => {
  it("places an order at the catalogue's prices, with stock held under its id", async () => {
    const { place, callees, orders } = openFakeShop();
    const reply = await place(signedIn(), lines);
    expect(reply.status).toBe(201);
    const order = v.parse(Order, await reply.json());
    expect(order.lines.map(({ total }) => total.amountCents)).toEqual([6_297, 19_900]);
    expect(order.total).toEqual({ amountCents: 26_197, currency: "EUR" });
    expect(order.status).toBe("stock-reserved");
    expect(order.history.map(({ status }) => status)).toEqual(["placed", "stock-reserved"]);
    expect(order).toMatchObject({ deliverTo: address, payBy: "2026-11-21T09:45:00.000Z" });
    expect(callees.held.get(order.id)).toEqual(lines);
    expect([...orders.orders.keys()]).toEqual([order.id]);
  });

  it("replays the same reply for the same key, and marks it as a replay", async () => {
    const { place, orders } = openFakeShop();
    const who = signedIn();
    const first = await place(who, lines, "key-1");
    const again = await place(who, lines, "key-1");
    expect([again.status, await again.json()]).toEqual([201, await first.json()]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(orders.orders.size).toBe(1);
  });

  it("refuses the same key with another body", async () => {
    const { place } = openFakeShop();
    const who = signedIn();
    await place(who, lines, "key-1");
    const other = await place(who, lines.slice(1), "key-1");
    expect([other.status, (await problem(other)).code]).toEqual([422, "idempotency-key-reused"]);
  });

  it("refuses SKUs that the catalogue does not have, and holds no stock", async () => {
    const { place, callees } = openFakeShop();
    const reply = await place(signedIn(), [...lines, { sku: "CAR-9999", quantity: 1 }]);
    expect([reply.status, (await problem(reply)).code]).toEqual([422, "sku-unknown"]);
    expect(callees.held.size).toBe(0);
  });

  it("refuses a request without a verified token", async () => {
    const { app, orders } = openFakeShop();
    for (const headers of [{}, { "x-caravan-subject": "not-an-id" }, { cookie: "caravan-access=x" }]) {
      const reply = await app.request("/v1/orders", { method: "POST", headers, body: "{}" });
      expect([reply.status, (await problem(reply)).code]).toEqual([401, "sign-in-needed"]);
    }
    expect(orders.orders.size).toBe(0);
  });
});

describe("GET /v1/orders", () => {
  it("pages through the shopper's own orders only, newest first", async () => {
    const { app, place } = openFakeShop();
    const [mine, other] = [signedIn(), signedIn()];
    const placed: string[] = [];
    for (let i = 0; i < 5; i += 1) placed.push(v.parse(Order, await (await place(mine, lines)).json()).id);
    await place(other, lines);
    const seen: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const path: string = `/v1/orders?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = v.parse(Page(OrderSummary), await (await app.request(path, { headers: mine })).json());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(placed.sort().reverse());
  });

  it("ends a page of long orders early, so that no reply exceeds the size limit", async () => {
    const { app, orders, place } = openFakeShop();
    const mine = signedIn();
    for (let i = 0; i < 4; i += 1) await place(mine, lines);
    for (const [id, order] of [...orders.orders]) {
      const long = Array.from({ length: 50 }, (_, line) => ({
        ...{ productId: newId("prd"), name: "ガ".repeat(200), priceCents: 99, quantity: 1, discountCents: 0 },
        sku: `CAR-${1000 + line}`,
      }));
      orders.orders.set(id, { ...order, lines: long });
      for (let copy = 0; copy < 24; copy += 1) {
        const other = newId("ord");
        orders.orders.set(other, { ...order, id: other, lines: long });
      }
    }
    const seen = new Set<string>();
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const path: string = `/v1/orders?limit=100${cursor && `&cursor=${cursor}`}`;
      const text = await (await app.request(path, { headers: mine })).text();
      expect(text.length).toBeLessThan(1_000_000);
      const page = v.parse(Page(OrderSummary), JSON.parse(text));
      for (const { id } of page.items) seen.add(id);
      cursor = page.nextCursor;
    }
    expect(seen.size).toBe(orders.orders.size);
  });

  it.each([
    "nonsense",
    Buffer.from('["gst_1"]').toString("base64url"),
    Buffer.from("{}").toString("base64url"),
  ])("refuses the cursor %s", async (cursor) => {
    const { app } = openFakeShop();
    const reply = await app.request(`/v1/orders?cursor=${cursor}`, {
      headers: signedIn(),
    });
    expect([reply.status, (await problem(reply)).code]).toEqual([400, "cursor-unknown"]);
  });
});

describe("GET /v1/orders/:orderId", () => {
  it("shows the shopper's own order, and treats another shopper's as unknown", async () => {
    const { app, place } = openFakeShop();
    const [mine, other] = [signedIn(), signedIn()];
    const order = v.parse(Order, await (await place(mine, lines)).json());
    const get = (id: string, who: Identity) => app.request(`/v1/orders/${id}`, { headers: who });
    expect(await (await get(order.id, mine)).json()).toEqual(order);
    const [foreign, unknown] = [await get(order.id, other), await get(newId("ord"), mine)];
    for (const reply of [foreign, unknown]) {
      expect([reply.status, (await problem(reply)).code]).toEqual([404, "order-unknown"]);
    }
  });
});
