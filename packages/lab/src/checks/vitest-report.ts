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

const longestLine = 200;
const mostLines = 40;

/** An error message without colours and stack, cut to a length that can be read at the end of a long output. */
const reason = (message: string): string => {
  const lines = stripVTControlCharacters(message).split("\n");
  const stack = lines.findIndex((line) => /^\s+at /.test(line));
  return lines
    .slice(0, stack < 0 ? mostLines : Math.min(stack, mostLines))
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line))
    .join("\n         ");
};

const failuresIn = ({ name, status, message, assertionResults }: TestFile): string[] => {
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return status === "failed" ? [`${name}: ${reason(message)}`] : [];
  return failed.map(
    ({ fullName, failureMessages }) => `${name}: ${fullName}: ${reason(failureMessages?.[0] ?? "")}`,
  );
};

/**
 * Reads the JSON report of a vitest run: counts its tests, names the failed ones, and returns the duration of each file. A run that failed
 * without a failed test (a file that does not load, no report at all) counts as one failure.
 */
export const readReport = (text: string, exitCode: number | undefined): Outcome => {
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
};
