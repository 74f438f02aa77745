import {
  orderRoutes,
  orderSaleRoutes,
  orderStaffRoutes,
  Problem,
  type RouteDefinition,
} from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakeShop, signedIn } from "./testing/fake-shop.ts";
import { address } from "./testing/make-order.ts";

const routes: readonly RouteDefinition[] = [
  ...Object.values(orderRoutes),
  ...Object.values(orderSaleRoutes),
  ...Object.values(orderStaffRoutes),
];
const writing = routes.filter(({ method }) => method !== "GET");
const json = { "content-type": "application/json", "idempotency-key": "key-1" };
const who = signedIn(undefined, "shopper staff");

/** Sends it and expects a problem document with a 4xx status, and no change. */
const refused = async (path: string, init: RequestInit) => {
  const { app, orders, callees } = openFakeShop();
  const reply = await app.request(path, { ...init, headers: { ...who, ...init.headers } });
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  const problem = v.parse(Problem, await reply.json());
  expect(problem.status).toBe(reply.status);
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(500);
  expect([orders.orders.size, callees.asked]).toEqual([0, []]);
  return problem;
};

const known = (route: RouteDefinition) =>
  `${route.path.includes(":ticketId") ? "tkt" : "ord"}_0199b63a-0009-7000-8000-000000000009`;
const pathOf = (route: RouteDefinition, value = known(route)) =>
  route.path.replaceAll(/:[A-Za-z]+/g, encodeURIComponent(value));
const line = fc.record({
  sku: fc.oneof(fc.string(), fc.constant("CAR-0001"), fc.integer()),
  quantity: fc.oneof(fc.double(), fc.integer(), fc.constantFrom("1", null, true, 0, -1, 1.5, 100, 2 ** 53)),
});
const nearly = fc.record(
  {
    lines: fc.array(line),
    deliverTo: fc.constantFrom(address, { ...address, country: "Utopia" }, { ...address, floor: 1 }),
    reason: fc.oneof(fc.string(), fc.integer()),
    returnUrl: fc.oneof(fc.string(), fc.constant("https://shop.example/")),
    amount: fc.record({ amountCents: fc.double(), currency: fc.constantFrom("EUR", "USD") }),
  },
  { requiredKeys: [] },
);
const unfit = (route: RouteDefinition) =>
  fc.oneof(fc.jsonValue(), nearly).filter((body) => route.body !== undefined && !v.is(route.body, body));

const reason = "because it broke";
const fitting: Readonly<Record<string, object>> = {
  placeOrder: { lines: [{ sku: "CAR-0001", quantity: 1 }], deliverTo: address },
  placeSaleOrder: {
    ticketId: "tkt_0199b63a-0009-7000-8000-000000000009",
    saleId: "sal_0199b63a-0009-7000-8000-000000000009",
    allotmentId: "alm_0199b63a-0009-7000-8000-000000000009",
    shopperId: "gst_0199b63a-0009-7000-8000-000000000009",
    ...{ sku: "CAR-0001", quantity: 1, price: { amountCents: 1, currency: "EUR" }, deliverTo: address },
  },
  cancelSaleOrder: { reason },
  startPayment: { returnUrl: "https://shop.example/" },
  cancelOrder: {},
  returnOrder: {},
  retryOrder: { reason },
  compensateOrder: { reason },
  refundOrder: { reason, amount: { amountCents: 1, currency: "EUR" } },
};

describe.each(writing)("$method $path", (route) => {
  const send = (body: string, headers: Record<string, string> = json) =>
    refused(pathOf(route), { method: route.method, headers, body });

  it("refuses any body that does not fit its contract", async () => {
    await fc.assert(
      fc.asyncProperty(unfit(route), async (body) => {
        expect((await send(JSON.stringify(body))).status).toBe(400);
      }),
    );
  });

  it("refuses an array for an object", async () => {
    expect((await send("[]")).code).toBe("input-invalid");
  });

  it.each(["", "{", "{lines:[]}", '"', "\u0000", '{"lines":[}]', "[".repeat(20_000)])(
    "refuses broken JSON",
    async (text) => {
      expect((await send(text)).code).toBe("body-not-json");
    },
  );

  it("refuses a huge body, other media types and a missing or malformed key", async () => {
    const body = JSON.stringify(fitting[route.id]);
    expect((await send(body + " ".repeat(100_000))).status).toBe(413);
    expect((await send(body, { ...json, "content-type": "text/plain" })).status).toBe(415);
    expect((await send(body, { ...json, "content-type": "application/x-www-form-urlencoded" })).status).toBe(
      415,
    );
    expect((await send(body, { "content-type": "application/json" })).code).toBe("idempotency-key-missing");
    for (const key of ["a b", "k".repeat(101), "kéy"])
      expect((await send(body, { ...json, "idempotency-key": key })).code).toBe("idempotency-key-malformed");
  });
});

it("refuses prices, totals and names of the caller's own", async () => {
  const wanted = { sku: "CAR-0001", quantity: 1 };
  for (const body of [
    { lines: [{ ...wanted, price: 1 }], deliverTo: address },
    { lines: [wanted], deliverTo: address, total: 1 },
    { lines: [wanted, wanted], deliverTo: address },
  ]) {
    const init = { method: "POST", headers: json, body: JSON.stringify(body) };
    expect((await refused("/v1/orders", init)).code).toBe("input-invalid");
  }
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses a malformed id", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const body = fitting[route.id];
        const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: json };
        await refused(pathOf(route, id), { method: route.method, ...sent });
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

describe("a request that no contract describes", () => {
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
