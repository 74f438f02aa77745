import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openMetrics } from "./open-metrics.ts";

const asked: URL[] = [];
/** Answers one query, and leaves every other one waiting. */
const store = createServer((request, response) => {
  const url = new URL(request.url ?? "", "http://store.example");
  asked.push(url);
  if (url.searchParams.get("query") !== "up") return;
  response.end(JSON.stringify({ data: { resultType: "scalar", result: [1, "3"] } }));
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
});
afterAll(() => {
  store.closeAllConnections();
  store.close();
});

test("a query is given up by the store before it is given up here", async () => {
  expect(await openMetrics(base)("up", new Date(0))).toEqual([{ labels: {}, value: 3 }]);
  expect(asked.at(-1)?.searchParams.get("timeout")).toBe("8000ms");
});

test("a query that takes for ever ends in its time, and says which store did not answer", async () => {
  await expect(openMetrics(base, 50)("sum(x)", new Date(0))).rejects.toThrow(
    /the store of metrics at 127\.0\.0\.1:\d+ cannot be asked: .*timeout/,
  );
});
