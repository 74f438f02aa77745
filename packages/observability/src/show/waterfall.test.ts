import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { Trace } from "../backends/traces.ts";
import { waterfall } from "./waterfall.ts";

const name = "order POST /v1/orders/:orderId/returns/:returnId/labels of all the parcels";
const span = (spanID: string, startTime: number, parent?: string) => ({
  ...{ spanID, operationName: name, processID: "p1", startTime, duration: 5_000, tags: [] },
  references: parent === undefined ? [] : [{ refType: "CHILD_OF", spanID: parent, traceID: "a".repeat(32) }],
});
const trace: Trace = {
  traceID: "a".repeat(32),
  processes: { p1: { serviceName: "order" } },
  spans: [span("1", 0), span("2", 1_000, "1"), span("3", 9_000_000, "2")],
};

test.each([80, 100, 160])("a waterfall fits a terminal of %i columns: a span is one line", (width) => {
  const lines = stripVTControlCharacters(waterfall(trace, width)).split("\n");
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  expect(lines[3]).toMatch(/█ +1\.0 ms +5\.0 ms {4}order order POST/);
});

test("for another program the names of spans are whole", () => {
  expect(waterfall(trace, Number.POSITIVE_INFINITY)).toContain(`    order ${name}`);
});
