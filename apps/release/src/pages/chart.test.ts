import { momentsIn } from "@caravan/pages";
import type { LogEntry } from "@caravan/release-engine";
import { describe, expect, test } from "vitest";
import { noHistory, withEntry } from "../domain/history.ts";
import { longLog, sample } from "../testing/samples.ts";
import { charts } from "./charts.ts";

const drawn = (entries: readonly LogEntry[]): string =>
  String(charts(entries.reduce(withEntry, noHistory), momentsIn("UTC")));

describe.each([0, 1, 5000])("of %i entries", (length) => {
  const svg = drawn(longLog(length));

  test("the charts are small enough for a phone", () => {
    expect(svg.length).toBeLessThan(100_000);
  });

  test("every number of a drawing is one", () => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test("each chart has its numbers as a table, and says in words what it shows", () => {
    expect(svg.match(/<figure /g)).toHaveLength(5);
    expect(svg.match(/<table>/g)).toHaveLength(5);
    expect(svg.match(/role="img"/g)).toHaveLength(5);
    for (const [, rows = ""] of svg.matchAll(/<tbody>(.*?)<\/tbody>/gs))
      expect(rows.split("<tr>").length).toBeLessThan(30);
  });
});

test("the limits of the tests are drawn, and the evidence reaches one before a rollback", () => {
  const svg = drawn(sample("rolled back").entries);
  expect(svg).toContain("rolled back for errors");
  expect(svg).toMatch(/more errors: at most (1[3-9]|2\d)0, rolled back from 1[23]0/);
});

test("the day for which the version before is kept does not press the release together", () => {
  const [, hours = ""] = /plot-x"[^>]*>(.*?)<\/svg>/s.exec(drawn(sample("finished").entries)) ?? [];
  expect(hours).toContain("08:40");
  expect(hours).not.toMatch(/>09:[2-9]/);
});
