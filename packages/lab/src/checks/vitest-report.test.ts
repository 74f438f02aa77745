import { join } from "node:path";
import { checkout } from "@caravan/toolchain";
import { expect, test } from "vitest";
import { summary } from "./check.ts";
import { readReport } from "./vitest-report.ts";

const report = (passed: number, failed: number, testResults: readonly object[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults });

const file = (more: object) => ({
  name: join(checkout, "apps/e2e/src/proofs/03-canary.test.ts"),
  status: "passed",
  startTime: 1_000,
  endTime: 13_500,
  message: "",
  assertionResults: [],
  ...more,
});

test("passed and failed tests are counted one by one", () => {
  expect(readReport(report(40, 2), 1)).toMatchObject({ passed: 40, failed: 2 });
  expect(readReport(report(40, 0), 0)).toMatchObject({ passed: 40, failed: 0 });
});

test("a failed run never counts as clean", () => {
  expect(readReport(report(40, 0), 1).failed).toBe(1);
  expect(readReport("", 1)).toMatchObject({ passed: 0, failed: 1 });
  expect(readReport(report(3, 0), undefined).failed).toBe(1);
});

test("each failed test is named with its file and its error, without the stack", () => {
  const failedTest = {
    fullName: "a canary gets its share",
    status: "failed",
    failureMessages: [
      "\u001b[31mError: expected 201, got 409\u001b[39m\npod order-1: is not ready\n    at shopper.ts:61",
    ],
  };
  const passedTest = { fullName: "a canary can be taken back", status: "passed", failureMessages: [] };
  const failed = file({ status: "failed", assertionResults: [failedTest, passedTest] });
  expect(readReport(report(1, 1, [failed]), 1).failures).toEqual([
    "apps/e2e/src/proofs/03-canary.test.ts: a canary gets its share: Error: expected 201, got 409\n         pod order-1: is not ready",
  ]);
});

test("a file that failed outside of its tests is named with its error", () => {
  const failed = file({ status: "failed", message: "Error: beforeAll timed out\n    at …" });
  expect(readReport(report(0, 0, [failed]), 1).failures).toEqual([
    "apps/e2e/src/proofs/03-canary.test.ts: Error: beforeAll timed out",
  ]);
});

test("the seconds of each file are reported", () => {
  expect(readReport(report(1, 0, [file({})]), 0).files).toEqual([
    { name: "apps/e2e/src/proofs/03-canary.test.ts", seconds: 12.5 },
  ]);
});

test("the last line sums all checks up", () => {
  expect(
    summary([
      { passed: 40, failed: 2 },
      { passed: 1, failed: 0 },
    ]),
  ).toBe("41 passed, 2 failed");
});
