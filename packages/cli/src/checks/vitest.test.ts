import { expect, test } from "vitest";
import { summary } from "./check.ts";
import { countTests } from "./vitest.ts";

const report = (passed: number, failed: number) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: [] });

test("passed and failed tests are counted one by one", () => {
  expect(countTests(report(40, 2), 1)).toEqual({ passed: 40, failed: 2 });
  expect(countTests(report(40, 0), 0)).toEqual({ passed: 40, failed: 0 });
});

test("a run that ends badly never counts as clean", () => {
  expect(countTests(report(40, 0), 1).failed).toBe(1);
  expect(countTests("", 1)).toEqual({ passed: 0, failed: 1 });
  expect(countTests(report(3, 0), undefined).failed).toBe(1);
});

test("the last line sums all checks up", () => {
  expect(
    summary([
      { passed: 40, failed: 2 },
      { passed: 1, failed: 0 },
    ]),
  ).toBe("41 passed, 2 failed");
});
