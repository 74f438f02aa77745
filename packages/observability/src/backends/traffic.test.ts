import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Now, readNow } from "./traffic.ts";

const sample = (app: string, version: string, value: string) => ({
  metric: { app, version },
  value: [1_700_000_000, value],
});
/** Per question, by a word in it. */
const answers: Readonly<Record<string, object[]>> = {
  bucket: [sample("order", "v1", "0.25"), sample("user", "v1", "NaN")],
  "5..": [sample("order", "v1", "1")],
  count: [sample("order", "v1", "4"), sample("order", "v2", "2"), sample("user", "v1", "0")],
};
const firing = [
  { labels: { alertname: "ServiceSlow", app: "order", severity: "ticket" } },
  { labels: { alertname: "ServiceFails", app: "order", severity: "page" } },
  { labels: { alertname: "ServiceSlow", app: "order", severity: "ticket" } },
  { labels: { alertname: "ErrorBudgetBurnsFast", step: "pay", severity: "page" } },
  { labels: { alertname: "DeadMansSwitch", severity: "none" } },
];

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://backend");
  const asked = url.searchParams.get("query") ?? "";
  const [, result] = Object.entries(answers).find(([word]) => asked.includes(word)) ?? [];
  response.end(
    JSON.stringify(url.pathname === "/api/v2/alerts" ? firing : { data: { resultType: "vector", result } }),
  );
});
let now: Now;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  now = await readNow({ metrics: base, alerts: base, logs: base, traces: base });
});
afterAll(() => void server.close());

test("each version of an app has its own rate, share of failures and p99", () => {
  expect(now.trafficOf("order", "v1")).toEqual({ requestsPerSecond: 4, errorRatio: 0.25, p99Seconds: 0.25 });
  expect(now.trafficOf("order", "v2")).toEqual({
    requestsPerSecond: 2,
    errorRatio: 0,
    p99Seconds: undefined,
  });
});

test("what gets no requests has neither failures nor times, and what serves none has no traffic", () => {
  expect(now.trafficOf("user", "v1")).toEqual({
    requestsPerSecond: 0,
    errorRatio: undefined,
    p99Seconds: undefined,
  });
  expect(now.trafficOf("redis", "7")).toBeUndefined();
});

test("the alerts of an app are named once each, without those of others", () => {
  expect(now.alertsOf("order")).toEqual(["ServiceFails", "ServiceSlow"]);
  expect(now.alertsOf("user")).toEqual([]);
});

test("an alert about no single app is among those that fire, and the dead man's switch is not", () => {
  expect(now.firing).toHaveLength(4);
  expect(now.firing).toContainEqual({
    name: "ErrorBudgetBurnsFast",
    severity: "page",
    about: { step: "pay" },
  });
});
