import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { checkout } from "@caravan/toolchain";
import * as v from "valibot";
import type { Outcome } from "./check.ts";

const TestFile = v.object({
  name: v.string(),
  status: v.string(),
  startTime: v.number(),
  endTime: v.number(),
  message: v.optional(v.string(), ""),
  assertionResults: v.array(
    v.object({
      fullName: v.string(),
      status: v.string(),
      failureMessages: v.nullish(v.array(v.string()), []),
    }),
  ),
});
type TestFile = v.InferOutput<typeof TestFile>;

const Report = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(TestFile),
});

const longestReason = 200;

/** The first line of an error message, without colours. */
function reason(message: string): string {
  const [line = ""] = stripVTControlCharacters(message).split("\n");
  return line.length > longestReason ? `${line.slice(0, longestReason)}…` : line;
}

function failuresIn({ name, status, message, assertionResults }: TestFile): string[] {
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return status === "failed" ? [`${name}: ${reason(message)}`] : [];
  return failed.map(
    ({ fullName, failureMessages }) => `${name}: ${fullName}: ${reason(failureMessages?.[0] ?? "")}`,
  );
}

/**
 * Reads the JSON report of a vitest run: counts its tests, names the failed ones, and returns the duration of each file. A run that failed
 * without a failed test (a file that does not load, no report at all) counts as one failure.
 */
export function readReport(text: string, exitCode: number | undefined): Outcome {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Report), text);
  const { numPassedTests, numFailedTests, testResults } = parsed.success
    ? parsed.output
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  const files = testResults.map((file) => ({ ...file, name: relative(checkout, file.name) }));
  return {
    passed: numPassedTests,
    failed: exitCode === 0 ? numFailedTests : Math.max(numFailedTests, 1),
    failures: files.flatMap(failuresIn),
    files: files.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 })),
  };
}
