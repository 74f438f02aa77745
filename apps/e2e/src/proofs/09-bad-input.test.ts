import { somewhere } from "@caravan/buyer";
import { newId, Problem } from "@caravan/contracts";
import { unknownVictim } from "@caravan/toolchain/ownership";
import type { Connection } from "mysql2/promise";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { damage } from "../harness/damage.ts";
import { openDatabase, rows } from "../harness/databases.ts";
import { newAccountHolder, newShopper, orderIn, type Shopper, staffMember } from "../harness/shopper.ts";
import { probesFor, servedRoutes } from "../ownership/routes.ts";

const json = { "content-type": "application/json", "idempotency-key": "bad-input" };
const deliverTo = somewhere;
const line = (quantity: unknown, sku: unknown = "CAR-0004") =>
  JSON.stringify({ lines: [{ sku, quantity }], deliverTo });

const badOrders: [string, Record<string, string>, string][] = [
  ["no JSON", json, "{nope"],
  ["no body", json, ""],
  ["null", json, "null"],
  ["an array", json, "[]"],
  ["no lines", json, JSON.stringify({ lines: [], deliverTo })],
  ["no address", json, JSON.stringify({ lines: [{ sku: "CAR-0004", quantity: 1 }] })],
  [
    "an address of nowhere",
    json,
    JSON.stringify({ lines: [{ sku: "CAR-0004", quantity: 1 }], deliverTo: { ...deliverTo, city: "" } }),
  ],
  ["a negative quantity", json, line(-1)],
  ["a fractional quantity", json, line(1.5)],
  ["a quantity of zero", json, line(0)],
  ["a huge quantity", json, line(1e15)],
  ["a quantity as text", json, line("1")],
  ["a SKU that is not one", json, line(1, "'; drop table orders; --")],
  ["an unknown SKU", json, line(1, "ZZZ-9999")],
  ["a SKU of the wrong type", json, line(1, { $ne: null })],
  [
    "a price of the caller",
    json,
    JSON.stringify({ lines: [{ sku: "CAR-0004", quantity: 1, price: 1 }], deliverTo }),
  ],
  [
    "the same SKU twice",
    json,
    JSON.stringify({
      lines: [
        { sku: "CAR-0004", quantity: 1 },
        { sku: "CAR-0004", quantity: 1 },
      ],
      deliverTo,
    }),
  ],
  ["a prototype in disguise", json, '{"__proto__":{"lines":[]},"lines":[{"sku":"CAR-0004","quantity":-1}]}'],
  ["a huge body", json, JSON.stringify({ lines: "x".repeat(200_000) })],
  ["another media type", { ...json, "content-type": "text/plain" }, line(1)],
  ["no Idempotency-Key", { "content-type": "application/json" }, line(1)],
];

const badReads = [
  "/v1/products?limit=0",
  "/v1/products?limit=1e3",
  "/v1/products?limit=-5",
  "/v1/products?cursor=%00%ff",
  "/v1/products?colour=red",
  "/v1/products?category=../../etc",
  `/v1/products?q=${"x".repeat(101)}`,
  "/v1/products/prd_1",
  `/v1/products/${newId("prd")}`,
  "/v1/products/%2e%2e%2fadmin",
  "/v1/stock",
  "/v1/stock?skus=CAR-1",
  "/v1/orders?limit=999",
  "/v1/orders?cursor=nope",
  "/v1/orders/ord_1",
  `/v1/orders/${newId("ord")}`,
  "/pictures/..%2f..%2fetc%2fpasswd",
  "/pictures/CAR-9999.svg",
];

let databases: { order: Connection; inventory: Connection };
let shopper: Shopper;
let holder: Shopper;
let staff: Shopper;
beforeAll(async () => {
  databases = { order: await openDatabase("order"), inventory: await openDatabase("inventory") };
  [shopper, holder, staff] = await Promise.all([newShopper(), newAccountHolder(), staffMember()]);
});
afterAll(async () => {
  await Promise.all(Object.values(databases).map((database) => database.end()));
});

const counted = async () => [
  await rows(databases.order, "select count(*) n from orders"),
  await rows(databases.inventory, "select count(*) n from reservations"),
];

const expectProblem = (reply: { status: number; headers: Record<string, unknown>; json(): unknown }) => {
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  const problem = v.parse(Problem, reply.json());
  expect(problem.status).toBe(reply.status);
  expect(reply.status).toBeLessThan(500);
  return problem;
};

const reached = ["public", "shopper", "account", "staff"];
const probes = probesFor(unknownVictim());
const damaged = servedRoutes
  .filter(({ route }) => route.body !== undefined && reached.includes(route.access))
  .flatMap(({ route }) => {
    const { body = {}, params = {} } = probes[route.id] ?? {};
    const path = route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? "x");
    // A body without text gets an additional field, which the contract does not name.
    const sent = /:"/.test(JSON.stringify(body)) ? body : { ...body, text: "x" };
    return damage(sent).map(([how, bytes]) => ({ id: route.id, how, route, path, bytes }));
  });

describe("text that cannot be stored", () => {
  it.each(damaged)(
    "$how is refused by $id, neither stored damaged nor a fault",
    async ({ route, path, bytes }) => {
      const who = route.access === "account" ? holder : route.access === "staff" ? staff : shopper;
      const reply = await who.send(route.method, path, { headers: json, body: bytes });
      const problem = expectProblem(reply);
      expect([reply.status, problem.code]).toEqual([
        400,
        expect.stringMatching(/^(body-not-utf-8|input-invalid)$/),
      ]);
    },
  );
  it.each(["/v1/products?q=%ff", "/v1/orders?cursor=%ed%a0%80"])(
    "GET %s is a problem document",
    async (path) => {
      expect(expectProblem(await shopper.send("GET", path)).code).toBe("input-invalid");
    },
  );
  it.each(["ZZ", "US", "de"])(
    "an address in %s is refused: the shop does not deliver there",
    async (country) => {
      const order = { lines: [{ sku: "CAR-0004", quantity: 1 }], deliverTo: { ...deliverTo, country } };
      const problem = expectProblem(await shopper.post("/v1/orders", order));
      expect(problem.errors?.map(({ field }) => field)).toEqual(["body.deliverTo.country"]);
    },
  );
  it("an order to China comes back in its own script", async () => {
    const here = {
      name: "王小明",
      street: "朝阳区建国路93号",
      postalCode: "100022",
      city: "北京市",
      country: "CN",
    };
    const lines = [{ sku: "CAR-0004", quantity: 1 }];
    const { id } = orderIn(await shopper.placeOrder({ lines, deliverTo: here }));
    expect((await shopper.order(id)).deliverTo).toEqual(here);
    await shopper.post(`/v1/orders/${id}/cancellation`, {});
  });
});

describe("bad input", () => {
  it.each(badOrders)(
    "an order with %s is a problem document and changes nothing",
    async (_, headers, body) => {
      const before = await counted();
      expectProblem(await shopper.send("POST", "/v1/orders", { headers, body }));
      expect(await counted()).toEqual(before);
    },
  );
  it.each(badReads)("GET %s is a problem document", async (path) => {
    expectProblem(await shopper.send("GET", path, { headers: { accept: "application/json" } }));
  });
  it("another shopper's order is unknown", async () => {
    const other = await newShopper();
    const order = orderIn(await other.placeOrder({ lines: [{ sku: "CAR-0004", quantity: 1 }] }));
    const reply = await shopper.send("GET", `/v1/orders/${order.id}`);
    expect([reply.status, expectProblem(reply).code]).toEqual([404, "order-unknown"]);
    expect((await other.send("GET", `/v1/orders/${order.id}`)).status).toBe(200);
  });
  it.each(["DELETE", "PUT", "PATCH"] as const)(
    "%s on a route that has no such method is refused by the mesh",
    async (method) => {
      const reply = await shopper.send(method, "/v1/orders", { headers: json, body: line(1) });
      expect(reply.status).toBe(403);
    },
  );
  it("keeps every invariant", async () => {
    await expectCleanBooks();
  });
});
