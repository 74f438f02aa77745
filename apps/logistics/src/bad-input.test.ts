import { newId, Problem, type RouteDefinition } from "@caravan/contracts";
import { apis } from "@caravan/contracts/apis";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { address, openFakeLogistics } from "./testing/fake-logistics.ts";

const routes: readonly RouteDefinition[] = Object.values(apis.logistics);
const shopperAndStaff = { [subjectHeader]: newId("usr"), [scopeHeader]: "shopper staff" };
const json = { "content-type": "application/json", "idempotency-key": "key-1" };

/** Sends it and expects a problem document with a 4xx status, and no change. */
const refused = async (path: string, init: RequestInit) => {
  const { app, carrier, shipments } = openFakeLogistics();
  const reply = await app.request(path, { ...init, headers: { ...shopperAndStaff, ...init.headers } });
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  const problem = v.parse(Problem, await reply.json());
  expect(problem.status).toBe(reply.status);
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(500);
  expect([carrier.asked, shipments.events]).toEqual([[], []]);
  return problem;
};
const pathOf = (route: RouteDefinition, value: string = newId("shp")) =>
  route.path.replaceAll(/:[A-Za-z]+/g, encodeURIComponent(value));

describe("POST /v1/shipments", () => {
  const good = {
    orderId: newId("ord"),
    shopperId: newId("gst"),
    deliverTo: address,
    lines: [{ sku: "CAR-0001", quantity: 1 }],
  };
  const send = (body: unknown) =>
    refused("/v1/shipments", { method: "POST", headers: json, body: JSON.stringify(body) });
  const [line] = good.lines;

  it.each([
    { ...good, lines: [] },
    { ...good, lines: [line, line] },
    { ...good, lines: [{ ...line, quantity: 0 }] },
    { ...good, lines: [{ ...line, quantity: -1 }] },
    { ...good, lines: [{ ...line, quantity: 1.5 }] },
    { ...good, lines: [{ ...line, quantity: 1e9 }] },
    { ...good, lines: [{ ...line, price: 1 }] },
    { ...good, shopperId: "usr_1" },
    { ...good, orderId: newId("shp") },
    { ...good, deliverTo: { ...address, country: "de" } },
    { ...good, deliverTo: { ...address, name: "Ada\nLovelace" } },
    { ...good, deliverTo: { ...address, street: " " } },
    { ...good, deliverTo: null },
    { ...good, status: "delivered" },
  ])("refuses lines or addresses that it cannot ship", async (body) => {
    expect((await send(body)).code).toBe("input-invalid");
  });

  it("refuses any other body, broken JSON, other media types and a missing key", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        expect((await send(body)).status).toBe(400);
      }),
    );
    const body = JSON.stringify(good);
    const post = (text: string, headers: Record<string, string>) =>
      refused("/v1/shipments", { method: "POST", headers, body: text });
    expect((await post("{", json)).code).toBe("body-not-json");
    expect((await post(body + " ".repeat(100_000), json)).status).toBe(413);
    expect((await post(body, { ...json, "content-type": "text/plain" })).status).toBe(415);
    expect((await post(body, { "content-type": "application/json" })).code).toBe("idempotency-key-missing");
  });
});

describe.each(routes.filter(({ params }) => params !== undefined))("$method $path", (route) => {
  it("refuses malformed and unknown ids", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60 }), async (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        await refused(pathOf(route, id), { method: route.method, headers: { "idempotency-key": "key-1" } });
      }),
    );
    const id = newId("shp");
    const path = route.path.replace(":shipmentId", id).replace(":packageNumber", "1");
    const problem = await refused(path, { method: route.method, headers: { "idempotency-key": id } });
    expect([problem.status, problem.code]).toEqual([404, "shipment-unknown"]);
  });
});

describe("a request that no contract describes", () => {
  it.each(["limit=0", "limit=101", "limit=", "cursor=%00", "orderId=1", "shopperId=gst_1"])(
    "GET /v1/shipments?%s is refused",
    async (query) => {
      await refused(`/v1/shipments?${query}`, { method: "GET" });
    },
  );
  it.each([
    ["DELETE", "/v1/shipments", 405],
    ["GET", "/v1/callbacks/carrier", 405],
    ["GET", "/v1/shipment", 404],
    ["POST", "/events/user.erased.v1", 404],
  ])("%s %s is refused", async (method, path, status) => {
    expect((await refused(path, { method })).status).toBe(status);
  });
});
