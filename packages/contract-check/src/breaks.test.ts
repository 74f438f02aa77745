import { defineEvent, defineRoute, type RouteDefinition } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { breaks } from "./breaks.ts";
import { currentContracts } from "./documents.ts";

const fields = {
  id: v.pipe(v.string(), v.regex(/^ord_/)),
  cents: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  status: v.picklist(["open", "closed"]),
  note: v.optional(v.string()),
  lines: v.array(v.object({ sku: v.string() })),
  at: v.nullable(v.string()),
};
const { lines: _, ...withoutLines } = fields;

type Fields = v.ObjectEntries;
const event = (data: Fields, topic: `${string}.v${number}` = "order.placed.v1") =>
  currentContracts({ placed: defineEvent({ topic, summary: "An order was placed.", data: v.object(data) }) });

const released: RouteDefinition = {
  id: "change",
  method: "POST",
  path: "/v1/orders/:id",
  summary: "Changes an order.",
  access: "account",
  params: v.object({ id: v.string() }),
  query: v.strictObject({ limit: v.optional(v.string(), "24") }),
  body: v.strictObject(fields),
  success: { status: 200, body: v.object(fields) },
  refusals: ["order-unknown"],
};
const route = (change: Partial<RouteDefinition>) =>
  currentContracts({ orderRoutes: { change: defineRoute({ ...released, ...change }) } });
const reply = (data: Fields) => route({ success: { status: 200, body: v.object(data) } });
const success = (change: Partial<RouteDefinition["success"]>) =>
  route({ success: { ...released.success, ...change } });
const body = (data: Fields) => route({ body: v.strictObject(data) });

const nothing = { events: {}, services: {} };

describe("an event may not", () => {
  test.each<[string, Fields, string]>([
    ["lose a field", withoutLines, "data.lines was required and is absent"],
    [
      "make a field optional",
      { ...fields, id: v.optional(fields.id) },
      "data.id was required and is optional",
    ],
    ["lose an optional field", { ...fields, note: undefined } as unknown as Fields, "data.note"],
    [
      "require a field that events under way lack",
      { ...fields, more: v.string() },
      "data.more was absent and is required",
    ],
    [
      "make an optional field required",
      { ...fields, note: v.string() },
      "data.note was optional and is required",
    ],
    ["change a type", { ...fields, cents: v.string() }, "data.cents: type was number and is string"],
    ["allow null", { ...fields, id: v.nullable(fields.id) }, "data.id"],
    ["forbid null", { ...fields, at: v.string() }, "data.at"],
    [
      "widen a range",
      { ...fields, cents: v.pipe(v.number(), v.minValue(0)) },
      "data.cents: maximum was 100 and is none",
    ],
    [
      "narrow a range",
      { ...fields, cents: v.pipe(v.number(), v.minValue(1), v.maxValue(100)) },
      "data.cents: minimum was 0 and is 1",
    ],
    ["add a value", { ...fields, status: v.picklist(["open", "closed", "lost"]) }, "data.status: values"],
    ["drop a value", { ...fields, status: v.picklist(["open"]) }, "data.status: values"],
    [
      "change a pattern",
      { ...fields, id: v.pipe(v.string(), v.regex(/^o_/)) },
      "data.id: pattern was ^ord_ and is ^o_",
    ],
    [
      "change inside a list",
      { ...fields, lines: v.array(v.object({ sku: v.number() })) },
      "data.lines[].sku: type",
    ],
    [
      "become strict about a list",
      { ...fields, lines: v.pipe(fields.lines, v.minLength(1)) },
      "data.lines: minItems",
    ],
  ])("%s", (_name, data, expected) => {
    const now = Object.fromEntries(Object.entries(data).filter(([, schema]) => schema !== undefined));
    expect(breaks(event(fields), event(now)).join("\n")).toContain(expected);
  });
  test("go, unless a later version takes its place", () => {
    expect(breaks(event(fields), nothing)).toHaveLength(1);
    expect(breaks(event(fields), event(fields, "order.placed.v2"))).toEqual([]);
    expect(breaks(event(fields, "order.placed.v2"), event(fields, "order.placed.v1"))).toHaveLength(1);
    expect(breaks(event(fields), event(fields, "order.lost.v2"))).toHaveLength(1);
  });
});

test("an event may get an optional field, and another description", () => {
  expect(breaks(event(fields), event({ ...fields, more: v.optional(v.string()) }))).toEqual([]);
  const now = event(fields);
  Object.assign(now.events["order.placed.v1"] ?? {}, { description: "Other words." });
  expect(breaks(event(fields), now)).toEqual([]);
});

describe("a route may not", () => {
  test.each<[string, ReturnType<typeof route>, string]>([
    ["change its method", route({ method: "PUT" }), "method was POST and is PUT"],
    ["move", route({ path: "/v1/order/:id" }), "path was"],
    ["change its status", success({ status: 202 }), "status was 200"],
    ["reply with one more status", success({ also: [202] }), "status 202 is new"],
    ["change its media type", success({ mediaType: "text/plain" }), "mediaType"],
    ["close itself", route({ access: "staff" }), "access was account and is staff"],
    ["demand a key", route({ idempotent: true }), "Idempotency-Key"],
    [
      "demand a field of the body",
      body({ ...fields, more: v.string() }),
      "body.more was absent and is required",
    ],
    [
      "demand what was optional",
      body({ ...fields, note: v.string() }),
      "body.note was optional and is required",
    ],
    ["refuse a field of the body", body(withoutLines), "body.lines was required and is absent"],
    ["narrow a field of the body", body({ ...fields, status: v.picklist(["open"]) }), "body.status: values"],
    [
      "refuse other fields than before",
      route({ params: v.strictObject({ id: v.string() }) }),
      "params: other fields",
    ],
    ["lose a query parameter", route({ query: v.strictObject({}) }), "query.limit"],
    [
      "change a default",
      route({ query: v.strictObject({ limit: v.optional(v.string(), "9") }) }),
      "query.limit: default",
    ],
    ["lose a field of the reply", reply(withoutLines), "reply.lines was required and is absent"],
    [
      "make a field of the reply optional",
      reply({ ...fields, id: v.optional(fields.id) }),
      "reply.id was required and is optional",
    ],
    [
      "reply with unknown values",
      reply({ ...fields, status: v.picklist(["open", "closed", "lost"]) }),
      "reply.status: values",
    ],
    ["reply with null", reply({ ...fields, cents: v.nullable(fields.cents) }), "reply.cents"],
    ["reply with larger numbers", reply({ ...fields, cents: v.number() }), "reply.cents: m"],
  ])("%s", (_name, now, expected) => {
    expect(breaks(route({}), now).join("\n")).toContain(expected);
  });
  test("go, unless a later version takes its place", () => {
    expect(breaks(route({}), nothing)).toHaveLength(1);
    const later = currentContracts({
      orderRoutes: { other: defineRoute({ ...released, id: "other", path: "/v2/orders/:id" }) },
    });
    expect(breaks(route({}), later)).toEqual([]);
  });
  test("demand a body, or ignore one", () => {
    const { body: _body, ...bare } = released;
    const none = currentContracts({ orderRoutes: { change: defineRoute(bare) } });
    expect(breaks(none, route({}))).toEqual(["route order.change: it demands a body now"]);
    expect(breaks(route({}), none)).toEqual(["route order.change: body was read and is ignored"]);
  });
});

describe("a route may", () => {
  test.each<[string, ReturnType<typeof route>]>([
    ["become public", route({ access: "public" })],
    ["allow an empty text", body({ ...fields, note: v.optional(v.pipe(v.string(), v.minLength(0))) })],
    ["accept an optional field", body({ ...fields, more: v.optional(v.string()) })],
    ["stop requiring a field", body({ ...fields, id: v.optional(fields.id) })],
    ["accept more values", body({ ...fields, status: v.picklist(["open", "closed", "lost"]) })],
    ["accept a wider range", body({ ...fields, cents: v.number() })],
    ["reply with one field more", reply({ ...fields, more: v.string() })],
    ["reply with fewer values", reply({ ...fields, status: v.picklist(["open"]) })],
    ["reply always with what was optional", reply({ ...fields, note: v.string() })],
    ["refuse for further reasons", route({ refusals: ["order-unknown", "order-closed"] })],
  ])("%s", (_name, now) => {
    expect(breaks(route({}), now)).toEqual([]);
  });
});

test("a strict part of a reply may not grow: its readers refuse unknown fields", () => {
  const strict = (entries: Fields) => reply({ address: v.strictObject(entries) });
  expect(breaks(strict({ city: v.string() }), strict({ city: v.string(), floor: v.string() }))).toHaveLength(
    1,
  );
});
