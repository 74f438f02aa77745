import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Kube } from "@caravan/cluster";
import { newId, orderStaffRoutes, userRoutes } from "@caravan/contracts";
import { afterEach, expect, test, vi } from "vitest";
import { callOnce } from "./call-once.ts";
import { openStaffApi } from "./staff-api.ts";

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A shop that accepts the staff account and gives one answer to all other requests. */
const openShop = async (status: number, reply: unknown): Promise<{ shop: string; seen: Seen[] }> => {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = await text(request);
    seen.push({ method, url, headers, body });
    const signIn = url === userRoutes.signIn.path;
    const session = {
      subject: newId("usr"),
      scopes: ["shopper", "staff"],
      accessToken: "a.b.c",
      expiresInSeconds: 300,
      refreshToken: "r".repeat(40),
      refreshExpiresInSeconds: 3600,
    };
    response.writeHead(signIn ? 201 : status, { "content-type": "application/json" });
    response.end(JSON.stringify(signIn ? session : reply));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { shop: `http://127.0.0.1:${address.port}`, seen };
};

const base64 = (value: string) => Buffer.from(value).toString("base64");
const secret = { data: { email: base64("staff@caravan.example"), password: base64("open sesame") } };
const kube = { kubectl: async () => JSON.stringify(secret) } as unknown as Kube;

test("signs in with the staff account and calls by the contract", async () => {
  const { shop, seen } = await openShop(200, { items: [] });
  const api = await openStaffApi({ kube, shop });
  const query = { stuck: "true", limit: "5" } as const;
  expect(await api.call(orderStaffRoutes.searchOrders, { query })).toEqual({ items: [] });
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
    email: "staff@caravan.example",
    password: "open sesame",
  });
  expect(seen[1]).toMatchObject({
    method: "GET",
    url: "/v1/staff/orders?stuck=true&limit=5",
    headers: { authorization: "Bearer a.b.c" },
  });
});

test("a command carries its key, and a refusal is shown with its own text", async () => {
  const problem = {
    type: "urn:caravan:problem:order-has-no-step",
    title: "Conflict",
    status: 409,
    detail: "Nothing is left to be done for this order.",
    instance: "/v1/staff/orders/x/retry",
    code: "order-has-no-step",
  };
  const { shop, seen } = await openShop(409, problem);
  const api = await openStaffApi({ kube, shop });
  const orderId = newId("ord");
  const call = { params: { orderId }, body: { reason: "the bank is back" }, idempotencyKey: "k-1" };
  await expect(api.call(orderStaffRoutes.retryOrder, call)).rejects.toThrow(
    "Nothing is left to be done for this order. (order-has-no-step)",
  );
  expect(seen[1]).toMatchObject({
    url: `/v1/staff/orders/${orderId}/retry`,
    headers: { "idempotency-key": "k-1", "content-type": "application/json" },
    body: '{"reason":"the bank is back"}',
  });
});

test.each([
  ["a refusal", 409, "order-has-no-step", false],
  ["that its first call still runs", 409, "idempotency-key-in-progress", true],
  ["a failure", 503, "database-unavailable", true],
  ["no document at all", 502, undefined, true],
])(
  "who is told %s hears how to repeat the call only if it may have been done",
  async (_, status, code, hears) => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    const words = { title: "No", detail: "No.", instance: "/v1" };
    const problem = { type: `urn:caravan:problem:${code}`, status, code, ...words };
    const { shop } = await openShop(status, code === undefined ? "upstream" : problem);
    const api = await openStaffApi({ kube, shop });
    const call = { params: { orderId: newId("ord") }, body: { reason: "the bank is back" } };
    const asked = callOnce("k-1", (idempotencyKey) =>
      api.call(orderStaffRoutes.retryOrder, { ...call, idempotencyKey }),
    );
    await expect(asked).rejects.toThrow();
    expect(said.mock.calls.flat().join("\n").includes("--key k-1")).toBe(hears);
    said.mockRestore();
  },
);

test("a reply that does not fit the contract is refused", async () => {
  const { shop } = await openShop(200, { items: [{ id: 7 }] });
  const api = await openStaffApi({ kube, shop });
  await expect(api.call(orderStaffRoutes.searchOrders, { query: {} })).rejects.toThrow();
});
