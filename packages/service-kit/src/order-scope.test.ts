import { defineRoute, newId, OrderId } from "@caravan/contracts";
import { currentOrder } from "@caravan/tracing";
import * as v from "valibot";
import { afterEach, expect, it, vi } from "vitest";
import { log, traceFields } from "./log.ts";
import { createRouter } from "./router.ts";

const base = { access: "public", summary: "Works on an order.", refusals: [] } as const;
const routes = {
  named: defineRoute({
    ...{ ...base, id: "named", method: "POST", path: "/v1/orders/:orderId/work" },
    params: v.object({ orderId: OrderId }),
    success: { status: 200, body: v.object({}) },
  }),
  made: defineRoute({
    ...{ ...base, id: "made", method: "POST", path: "/v1/orders" },
    success: { status: 200, body: v.object({ id: OrderId }) },
  }),
  other: defineRoute({
    ...{ ...base, id: "other", method: "POST", path: "/v1/others" },
    success: { status: 200, body: v.object({}) },
  }),
};
const orderId = newId("ord");
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
let fields: object | undefined;
const note = <T>(reply: T): T => {
  fields = traceFields();
  return reply;
};
const router = createRouter({ app: "demo", version: "v1" }).mount(routes, {
  named: async () => note({}),
  made: async () => note({ id: orderId }),
  other: async () => note({}),
});
const post = (path: string) => router.request(path, { method: "POST", headers: { traceparent } });
afterEach(() => vi.restoreAllMocks());

it("log lines of a request carry its trace, and its order from the moment that it is known", async () => {
  const about: (string | undefined)[] = [];
  vi.spyOn(log, "info").mockImplementation(() => void about.push(currentOrder()));
  const trace_id = "0af7651916cd43dd8448eb211c80319c";
  await post(`/v1/orders/${orderId}/work`);
  expect(fields).toEqual({ trace_id, order_id: orderId });
  await post("/v1/orders");
  expect(fields).toEqual({ trace_id });
  await post("/v1/others");
  expect(fields).toEqual({ trace_id });
  // One line each for the two requests that worked on an order.
  expect(about).toEqual([orderId, orderId]);
  expect(traceFields()).toEqual({});
});
