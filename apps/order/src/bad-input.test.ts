import { orderRoutes, Problem, type RouteDefinition } from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeShop, shopperCookie } from "./testing/fake-shop.ts";

const routes: readonly RouteDefinition[] = Object.values(orderRoutes);
const writing = routes.filter(({ method }) => method !== "GET");
const json = { "content-type": "application/json", "idempotency-key": "key-1" };
const cookie = await shopperCookie();

/** Sends it and expects a problem document that blames the caller, and nothing changed. */
const refused = async (path: string, init: RequestInit) => {
  const { app, orders, inventory } = openFakeShop();
  const reply = await app.request(path, { ...init, headers: { cookie, ...init.headers } });
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  const problem = v.parse(Problem, await reply.json());
  expect(problem.status).toBe(reply.status);
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(500);
  expect([orders.events, inventory.held.size]).toEqual([[], 0]);
  return problem;
};

const pathOf = (route: RouteDefinition, value = "ord_0199b63a-0009-7000-8000-000000000009") =>
  route.path.replaceAll(/:[A-Za-z]+/g, encodeURIComponent(value));
const notAnOrder = fc.jsonValue().filter((value) => !v.is(orderRoutes.placeOrder.body, value));
const nearlyAnOrder = fc
  .record({
    sku: fc.oneof(fc.string(), fc.constant("CAR-0001"), fc.integer()),
    quantity: fc.oneof(fc.double(), fc.integer(), fc.constantFrom("1", null, true, 0, -1, 1.5, 100, 2 ** 53)),
  })
  .map((line) => ({ lines: [line] }))
  .filter((value) => !v.is(orderRoutes.placeOrder.body, value));

describe.each(writing)("$method $path", (route) => {
  const send = (body: string, headers: Record<string, string> = json) =>
    refused(pathOf(route), { method: route.method, headers, body });

  it("refuses any body that does not fit its contract", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(notAnOrder, nearlyAnOrder), async (body) => {
        expect((await send(JSON.stringify(body))).status).toBe(400);
      }),
    );
  });

  it.each(["", "{", "{lines:[]}", '"', "\u0000", '{"lines":[}]', "[".repeat(20_000)])(
    "refuses broken JSON",
    async (text) => {
      expect((await send(text)).code).toBe("body-not-json");
    },
  );

  it("refuses a huge body, other media types and a missing or unfit key", async () => {
    const body = JSON.stringify({ lines: [{ sku: "CAR-0001", quantity: 1 }] });
    expect((await send(body + " ".repeat(100_000))).status).toBe(413);
    expect((await send(body, { ...json, "content-type": "text/plain" })).status).toBe(415);
    expect((await send(body, { ...json, "content-type": "application/x-www-form-urlencoded" })).status).toBe(
      415,
    );
    expect((await send(body, { "content-type": "application/json" })).code).toBe("idempotency-key-missing");
    for (const key of [" ", "a b", "k".repeat(101), "kéy"])
      expect((await send(body, { ...json, "idempotency-key": key })).code).toBe("idempotency-key-missing");
  });

  it("refuses prices, totals and names of the caller's own", async () => {
    const line = { sku: "CAR-0001", quantity: 1 };
    for (const body of [
      { lines: [{ ...line, price: 1 }] },
      { lines: [line], total: 1 },
      { lines: [line, line] },
    ])
      expect((await send(JSON.stringify(body))).code).toBe("input-invalid");
  });
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses any id that is none", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        await refused(pathOf(route, id), { method: route.method });
      }),
    );
  });
});

describe.each(routes.filter(({ query }) => query !== undefined))("$method $path", (route) => {
  it.each([
    "limit=0",
    "limit=101",
    "limit=1.5",
    "limit=-1",
    "limit=",
    "cursor=%00",
    "shopperId=gst_1",
    "limit=1e2",
  ])("refuses ?%s", async (query) => {
    await refused(`${pathOf(route)}?${query}`, { method: route.method });
  });
});

describe("what no contract describes", () => {
  it.each([
    ["DELETE", "/v1/orders", 405],
    ["PUT", "/v1/orders/ord_1", 405],
    ["GET", "/v1/order", 404],
    ["GET", "/events/order.placed.v1", 404],
    ["GET", "/dapr/subscribe", 404],
  ])("%s %s is refused", async (method, path, status) => {
    expect((await refused(path, { method })).status).toBe(status);
  });
});
