import {
  inventoryAllotmentRoutes,
  inventoryRoutes,
  inventoryStaffRoutes,
  Problem,
  type RouteDefinition,
} from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { asStaff, openFakeInventory } from "./testing/fake-inventory.ts";

const routes: readonly RouteDefinition[] = [
  inventoryRoutes,
  inventoryAllotmentRoutes,
  inventoryStaffRoutes,
].flatMap((table) => Object.values(table));
const writing = routes.filter(({ body }) => body !== undefined);
const json = { "content-type": "application/json", "idempotency-key": "key-1", ...asStaff };

/** Sends it and expects a problem document with a 4xx status, and no change. */
const refused = async (path: string, init: RequestInit & { headers?: Record<string, string> }) => {
  const { app, dependencies, counted } = openFakeInventory({ "CAR-0001": { north: 5 } });
  const reply = await app.request(path, { ...init, headers: { ...asStaff, ...init.headers } });
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  const problem = v.parse(Problem, await reply.json());
  expect(problem.status).toBe(reply.status);
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(500);
  expect(await dependencies.stock.levels(["CAR-0001"])).toEqual([
    { sku: "CAR-0001", warehouse: "north", onHand: 5, reserved: 0 },
  ]);
  expect(counted.filter((outcome) => outcome !== "out-of-stock")).toEqual([]);
  return problem;
};

const samples: Record<string, string> = {
  sku: "CAR-0001",
  reservationId: "rsv_0199b63a-0009-7000-8000-000000000009",
  allotmentId: "alm_0199b63a-0009-7000-8000-000000000009",
};
const bodies: Record<string, object> = {
  restock: { warehouse: "north", quantity: 1 },
  correctCount: { warehouse: "north", counted: 1, reason: "counted" },
  openAllotment: {
    saleId: "sal_0199b63a-0009-7000-8000-000000000009",
    ...{ sku: "CAR-0001", pieces: 1, holdSeconds: 60 },
  },
  reserveStock: {
    orderId: "ord_0199b63a-0009-7000-8000-000000000009",
    lines: [{ sku: "CAR-0001", quantity: 1 }],
  },
};
const pathOf = (route: RouteDefinition, value?: string) =>
  route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(value ?? samples[name] ?? ""),
  );
const quantity = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom("1", null, true, 0, -1, 1.5, 2 ** 53, [1], { $gt: 0 }),
);
const nearly = fc.oneof(
  fc.record({ warehouse: fc.oneof(fc.string(), fc.constant("north")), quantity }),
  fc.record({ warehouse: fc.constant("north"), counted: quantity, reason: fc.string({ maxLength: 3 }) }),
  fc.record({
    orderId: fc.oneof(fc.string(), fc.constant("ord_0199b63a-0009-7000-8000-000000000009")),
    lines: fc.array(fc.record({ sku: fc.constantFrom("CAR-0001", "car-0001", "' or 1=1", 7), quantity }), {
      maxLength: 60,
    }),
  }),
);

describe.each(writing)("$method $path", (route) => {
  const send = (body: string, headers: Record<string, string> = json) =>
    refused(pathOf(route), { method: route.method, headers, body });
  const fits = (value: unknown) => route.body !== undefined && v.is(route.body, value);

  it("refuses any body that does not fit its contract", async () => {
    const bodies = fc.oneof(fc.jsonValue(), nearly).filter((value) => !fits(value));
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect((await send(JSON.stringify(body))).status).toBe(400);
      }),
    );
  });

  it("refuses broken JSON, a huge body and other media types", async () => {
    for (const text of ["", "{", "{a:1}", "\u0000", "[".repeat(20_000)])
      expect((await send(text)).code).toBe("body-not-json");
    expect((await send(`{}${" ".repeat(100_000)}`)).status).toBe(413);
    expect((await send("{}", { ...json, "content-type": "text/plain" })).status).toBe(415);
  });
});

describe.each(routes.filter(({ idempotent }) => idempotent))("$method $path", (route) => {
  it("refuses a request without a valid key", async () => {
    const body = bodies[route.id];
    for (const [key, code] of [
      [undefined, "idempotency-key-missing"],
      ["a b", "idempotency-key-malformed"],
      ["k".repeat(101), "idempotency-key-malformed"],
    ] as const) {
      const headers = {
        "content-type": "application/json",
        ...(key === undefined ? {} : { "idempotency-key": key }),
      };
      const init = { method: route.method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      expect((await refused(pathOf(route), init)).code).toBe(code);
    }
  });
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses a malformed id", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const body = route.body === undefined ? {} : { body: JSON.stringify(bodies[route.id]) };
        await refused(pathOf(route, id), { method: route.method, headers: json, ...body });
      }),
    );
  });
});

describe.each(routes.filter(({ query }) => query !== undefined))("$method $path", (route) => {
  it.each([
    "limit=0",
    "limit=101",
    "limit=1.5",
    "skus=",
    "skus=CAR-1",
    "skus=CAR-0001,",
    "cursor=%00",
    "other=1",
  ])("refuses ?%s", async (query) => {
    await refused(`${pathOf(route)}?${query}`, { method: route.method });
  });
});
