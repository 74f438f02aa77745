import { expect, test } from "vitest";
import type { AppContracts } from "./app-contracts.ts";
import { contractsOf } from "./contracts-of.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Operation } from "./operation.ts";
import { sideBySide } from "./side-by-side.ts";

const data = (required: readonly string[], type = "string"): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(required.map((name) => [name, { type }])),
  required: [...required],
});
const listed = (changes: Partial<Operation> = {}): Operation => ({
  ...{ summary: "Lists.", method: "GET", path: "/v1/products", access: "public", idempotent: false },
  ...{ status: 200, mediaType: "application/json", reply: data(["id"]), refusals: [] },
  ...changes,
});
const blank = { serves: {}, calls: {}, publishes: {}, hears: {} };
const version = (name: string, contracts: Partial<AppContracts> & { readonly app: string }) => ({
  version: name,
  contracts: { ...blank, ...contracts },
});
const service = (changes: Partial<Operation> = {}) => listed({ access: "service", ...changes });
const product = (name: string, changes: Partial<AppContracts> = {}) =>
  version(name, { app: "product", serves: { list: service() }, ...changes });
const storefront = (name: string, list = service()) =>
  version(name, { app: "storefront", calls: { product: { list } } });

test("versions with the same contracts serve side by side, and so do those that only add what is optional", () => {
  const more = service({ reply: { ...data(["id"]), properties: { id: { type: "string" }, note: {} } } });
  expect(sideBySide(product("v2"), [product("v1"), storefront("v1")])).toEqual([]);
  expect(sideBySide(product("v2", { serves: { list: more } }), [product("v1"), storefront("v1")])).toEqual(
    [],
  );
});

test("a callee that replies with less breaks the callers that serve, by name", () => {
  const less = product("v2", { serves: { list: service({ reply: data([]) }) } });
  expect(sideBySide(less, [product("v1"), storefront("v1"), storefront("v2")])).toEqual([
    expect.stringMatching(/^route product\.list of product v2 breaks storefront v1, which calls it: reply/),
    expect.stringMatching(/^route product\.list of product v2 breaks storefront v2, which calls it: reply/),
  ]);
  const gone = product("v2", { serves: {} });
  expect(sideBySide(gone, [product("v1"), storefront("v1")])).toEqual([
    "route product.list of product v2 breaks storefront v1, which calls it: it is not served",
  ]);
});

test("a caller that needs more than the callee that serves replies is found as well", () => {
  const wants = storefront("v2", service({ reply: data(["id", "size"]) }));
  expect(sideBySide(wants, [storefront("v1"), product("v1")])).toEqual([
    expect.stringMatching(/^route product\.list of product v1 breaks storefront v2, which calls it: .*size/),
  ]);
});

test("an event is read both ways: new ones by old subscribers, and old ones by new subscribers", () => {
  const publisher = (name: string, type: string) =>
    version(name, { app: "order", publishes: { "order.ended.v1": data(["id"], type) } });
  const subscriber = (name: string, type: string) =>
    version(name, { app: "logistics", hears: { "order.ended.v1": data(["id"], type) } });
  expect(
    sideBySide(publisher("v2", "integer"), [publisher("v1", "string"), subscriber("v1", "string")]),
  ).toEqual([
    expect.stringMatching(/^event order\.ended\.v1 of order v2 breaks logistics v1, which hears it: .*type/),
  ]);
  expect(
    sideBySide(subscriber("v2", "integer"), [subscriber("v1", "string"), publisher("v1", "string")]),
  ).toEqual([
    expect.stringMatching(/^event order\.ended\.v1 of order v1 breaks logistics v2, which hears it: .*type/),
  ]);
});

test("what is published or heard no longer is said, but where a later version of the event is heard", () => {
  const order = (name: string, ...topics: string[]) =>
    version(name, { app: "order", publishes: Object.fromEntries(topics.map((topic) => [topic, data([])])) });
  const hearing = (name: string, ...topics: string[]) =>
    version(name, { app: "logistics", hears: Object.fromEntries(topics.map((topic) => [topic, data([])])) });
  const [one, two] = ["order.ended.v1", "order.ended.v2"];
  expect(sideBySide(order("v2", two), [order("v1", one), hearing("v1", one)])).toEqual([
    "event order.ended.v1 is not published by order v2, and logistics v1 hears it",
  ]);
  expect(sideBySide(order("v2", two), [order("v1", one), hearing("v1", one, two)])).toEqual([]);
  expect(sideBySide(hearing("v2", two), [hearing("v1", one)])).toEqual([
    "event order.ended.v1 is not heard by logistics v2, to which logistics v1 hands it",
  ]);
});

test("callers outside of the mesh keep the routes that they have", () => {
  const open = product("v1", { serves: { list: listed() } });
  expect(sideBySide(product("v2", { serves: { list: listed({ status: 202 }) } }), [open])).toEqual([
    "route product.list of product v2 breaks callers outside: status was 200 and is 202",
  ]);
});

test("the contracts of an app are what it serves and calls, publishes and hears", () => {
  const order = contractsOf("order", { publishes: ["order.ended.v1"], hears: ["payment.refunded.v1"] });
  expect(Object.keys(order.serves)).toContain("placeOrder");
  expect(Object.keys(order.calls.product ?? {})).toEqual(["listPrices"]);
  expect([Object.keys(order.publishes), Object.keys(order.hears)]).toEqual([
    ["order.ended.v1"],
    ["payment.refunded.v1"],
  ]);
  expect(sideBySide({ version: "v2", contracts: order }, [{ version: "v1", contracts: order }])).toEqual([]);
});

test("a route that a program does not know is none that it calls, though the contract would let it", () => {
  const { calls } = contractsOf("order", { publishes: [], hears: [] }, (id) => id !== "listPrices");
  expect(calls).not.toHaveProperty("product");
});
