import type { LogEntry } from "@caravan/release-engine";
import { describe, expect, test } from "vitest";
import { longLog, sample } from "../testing/samples.ts";
import { mostPoints } from "./bounded.ts";
import { mostDecisions, noHistory, withEntry } from "./history.ts";

const told = (entries: readonly LogEntry[]) => entries.reduce(withEntry, noHistory);

describe("however long a log is", () => {
  const entries = longLog(5000);
  const history = told(entries);

  test("what is kept of it is bounded", () => {
    for (const part of [history.shares, history.windows, history.tests, history.phases])
      expect(part.length).toBeLessThan(2 * mostPoints);
    expect(history.decisions.length).toBeLessThanOrEqual(mostDecisions);
  });

  test("no request of it is lost or counted twice", () => {
    const counted = entries.reduce(
      (sum, { input }) =>
        sum + (input.kind === "look" && input.look.outcome === "measured" ? input.look.canary.requests : 0),
      0,
    );
    expect(history.windows.reduce((sum, { canary }) => sum + canary.requests, 0)).toBe(counted);
  });
});

test("the evidence that took a release back is still the peak of what is kept", () => {
  const { run, entries } = sample("rolled back");
  const found = run.judgement?.findings.find(({ rule }) => rule === "errors")?.numbers;
  const peak = Math.max(...told(entries).tests.map(({ errors }) => errors ?? 0));
  expect(peak).toBeCloseTo(found?.eValue ?? Number.NaN);
  expect(peak).toBeGreaterThan(found?.threshold ?? Number.NaN);
});

test.each([
  ["finished", 1000],
  ["rolled back", 0],
] as const)("of a release that is %s the new version ends with a share of %i", (name, share) => {
  const { standing } = told(sample(name).entries);
  expect(standing.share).toMatchObject({ planned: share, applied: share });
});

test("a good version's share never falls while it goes from 0 to everything", () => {
  const planned = told(sample("finished").entries).shares.map((one) => one.planned ?? 0);
  expect(planned).toEqual(planned.toSorted((a, b) => a - b));
  expect(planned).toEqual(expect.arrayContaining([0, 50, 100, 250, 500, 1000]));
});

test("every command of a person is told, and hundreds of looks are not", () => {
  const { decisions, sequence } = told(sample("held").entries);
  expect(decisions.filter(({ kind }) => kind === "command")).toHaveLength(1);
  expect(decisions.length).toBeLessThan(sequence / 4);
});
