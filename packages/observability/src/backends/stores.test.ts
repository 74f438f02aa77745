import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { searchLogs } from "../logs/search.ts";
import { BackendFailed } from "./answer.ts";
import { readTrace, tracesOfOrder } from "./traces.ts";

const times = ["10:52:12.806Z", "10:52:12.654Z", "10:50:53.49Z", "10:50:53.5Z", "10:50:53Z", "10:50:53.464Z"];
const orderId = "ord_1";
const traceOf = (operationName: string, startTime: number) => ({
  ...{ traceID: operationName, processes: {} },
  spans: [
    { operationName, startTime, spanID: "1", processID: "p1", duration: 1 },
    { operationName: "GET /v1/payments/:paymentId", startTime, spanID: "2", processID: "p1", duration: 1 },
  ].map((span) => ({ ...span, tags: [{ key: "caravan.order.id", value: orderId }] })),
});
const reads = ["GET /v1/staff/orders/:orderId", "GET /v1/orders/:orderId"].map((name) => traceOf(name, 3));
let kept = reads;
const server = createServer(({ url = "" }, response) => {
  if (url.startsWith("/api/traces?"))
    return response.end(JSON.stringify({ data: url.includes("operation=") ? [] : kept }));
  if (url.startsWith("/api/traces/")) return response.writeHead(404).end('{"data":null}');
  if (!url.startsWith("/select/")) return response.writeHead(400).end("no such query");
  return response.end(times.map((time) => JSON.stringify({ _time: `2026-11-29T${time}` })).join("\n"));
});
let base: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => void server.close());

test("log lines come in the order of their time, however many digits it has", async () => {
  const lines = await searchLogs(base, { since: "1h", limit: 10 });
  expect(lines.map(({ _time }) => _time?.slice(11))).toEqual([
    "10:50:53Z",
    "10:50:53.464Z",
    "10:50:53.49Z",
    "10:50:53.5Z",
    "10:52:12.654Z",
    "10:52:12.806Z",
  ]);
});

test("a trace that was not kept is reported as missing, and a store that does not answer as a fault with a remedy", async () => {
  expect(await readTrace(base, "0".repeat(32))).toBeUndefined();
  const failed = await searchLogs("http://127.0.0.1:1", { since: "1h", limit: 10 }).catch((error) => error);
  expect(failed).toBeInstanceOf(BackendFailed);
  expect(failed.remedies).not.toEqual([]);
});

test("who only asked for an order left no trace of it; without the request that placed it, what changed it is found", async () => {
  const find = async () =>
    (await tracesOfOrder(base, orderId, "POST /v1/orders")).map(({ traceID }) => traceID);
  expect(await find()).toEqual([]);
  kept = [...reads, traceOf("step refund-payment", 9), traceOf("POST /v1/staff/orders/:orderId/refunds", 7)];
  expect(await find()).toEqual(["POST /v1/staff/orders/:orderId/refunds", "step refund-payment"]);
});
