import { expect, test } from "vitest";
import { newLatencies } from "../load/latencies.ts";
import type { BesideRun } from "./run-beside.ts";
import { servedLoad, servedOrders } from "./served.ts";
import { showBeside } from "./show-beside.ts";

const load = (times: number, seconds: number, failures: Record<string, number> = {}) => {
  const latencies = newLatencies();
  for (let i = 0; i < times; i += 1) latencies.record(10);
  return { succeeded: times, failures, seconds, latencies, generatorCpuMilliseconds: 0 };
};
const run = (during: number, failures: Record<string, number> = {}): BesideRun => ({
  ...{ what: "product page", connections: 16 },
  alone: servedLoad(load(1000, 10)),
  during: servedLoad(load(during, 10, failures)),
  rush: load(500, 10, { "sale-busy": 7 }),
});
const cells = (one: BesideRun): string[] =>
  (showBeside([one]).split("\n").at(-1) ?? "").trim().split(/\s{2,}/);

test("what is served in a rush stands beside what is served alone, with the share that was kept", () => {
  expect(cells(run(700)).slice(1, 6)).toEqual(["16", "100", "70.0", "70.0 %", "kept"]);
});

test("a share below the aim is called missed", () => {
  expect(cells(run(699))).toContain("MISSED");
});

test("refusals and errors are shown: of the shop's other work, and of the clicks", () => {
  const shown = cells(run(700, { "503": 3, ECONNRESET: 1 }));
  expect(shown.slice(-3)).toEqual(["3× 503, 1× ECONNRESET", "50.0", "7× sale-busy"]);
});

test("an order that is paid and not confirmed is a failure, and no order is no rate", () => {
  const confirmations = { confirmed: 0, open: 4, sincePlaced: newLatencies(), seconds: 0 };
  expect(servedOrders({ load: load(4, 10), confirmations })).toEqual({
    ...{ perSecond: 0, p99Milliseconds: 0, failures: { "not confirmed": 4 } },
  });
});
