import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import {
  decodeCursor,
  encodeCursor,
  euros,
  flashStaffRoutes,
  formatMoney,
  newId,
  OrderId,
  orderRoutes,
  paymentStaffRoutes,
  promotionRoutes,
  promotionStaffRoutes,
  Refusal,
  type RouteDefinition,
  userLookupRoutes,
  userRoutes,
} from "./index.ts";

const routes: RouteDefinition[] = Object.values(apis).flatMap((table) => Object.values(table));

describe("ids", () => {
  it("a new id fits its own schema and no other prefix's", () => {
    expect(v.is(OrderId, newId("ord"))).toBe(true);
    expect(v.is(OrderId, newId("rsv"))).toBe(false);
  });
});

describe("money", () => {
  it("is never a fraction of a cent or below zero", () => {
    expect(() => euros(0.5)).toThrow(RangeError);
    expect(() => euros(-1)).toThrow(RangeError);
  });
  it("is written with two decimals and thousands", () => {
    expect(formatMoney(euros(123405))).toBe("€ 1,234.05");
    expect(formatMoney(euros(7))).toBe("€ 0.07");
  });
});

describe("cursors", () => {
  const Key = v.tuple([v.string(), v.number()]);
  it("decode to what was encoded", () => {
    expect(decodeCursor(Key, encodeCursor(["a", 3]))).toEqual(["a", 3]);
  });
  it.each(["", "%%%", "bnVsbA", encodeCursor([3, "a"])])("that are not ours are refused: %j", (cursor) => {
    expect(() => decodeCursor(Key, cursor)).toThrow(Refusal);
  });
});

describe("order input", () => {
  const body = orderRoutes.placeOrder.body;
  const deliverTo = { name: "Ada", street: "Way 1", postalCode: "10115", city: "Berlin", country: "DE" };
  it.each([0, -1, 1.5, 100, "1", Number.NaN, Number.MAX_SAFE_INTEGER])(
    "a quantity of %j is refused",
    (quantity) => {
      expect(v.is(body, { lines: [{ sku: "CAR-0001", quantity }], deliverTo })).toBe(false);
    },
  );
  it("with a SKU twice, without lines, or with a price of the caller is refused", () => {
    const line = { sku: "CAR-0001", quantity: 1 };
    expect(v.is(body, { lines: [line, line], deliverTo })).toBe(false);
    expect(v.is(body, { lines: [], deliverTo })).toBe(false);
    expect(v.is(body, { lines: [{ ...line, price: 1 }], deliverTo })).toBe(false);
    expect(v.is(body, { lines: [line], deliverTo })).toBe(true);
  });
});

describe("routes", () => {
  it("have unique operation ids and versioned paths", () => {
    expect(new Set(routes.map((route) => route.id)).size).toBe(routes.length);
    for (const route of routes) expect(route.path).toMatch(/^\/v\d+\//);
  });
  it("that change data require an Idempotency-Key", () => {
    // Money, stock and orders. Changes of an account are idempotent anyway, a callback has an id, and quotes and rehearsals keep nothing.
    const free = new Set<RouteDefinition>([
      ...Object.values({ ...userRoutes, ...userLookupRoutes }),
      ...routes.filter(({ access }) => access === "callback"),
      paymentStaffRoutes.reconcile,
      flashStaffRoutes.rehearseSale,
      promotionRoutes.quoteCart,
      promotionStaffRoutes.previewQuote,
    ]);
    for (const route of routes.filter((route) => !free.has(route)))
      if (route.method !== "GET") expect(route.idempotent, route.id).toBe(true);
  });
  it("declare a schema for each parameter of their path", () => {
    for (const route of routes) expect(route.path.includes(":"), route.id).toBe(route.params !== undefined);
  });
});
