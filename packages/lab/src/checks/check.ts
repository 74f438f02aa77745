/** The result of a check: a check without tests of its own counts as one. */
export interface Outcome {
  passed: number;
  failed: number;
  /** The failures, a line each, repeated at the end of a long output. */
  failures?: readonly string[];
  /** What it printed, if it was kept back so that checks can run side by side. */
  output?: string;
  /** Test files and the seconds each took. */
  files?: readonly { readonly name: string; readonly seconds: number }[];
}

/** One part of `caravan test`. */
export interface Check {
  /** Its purpose, in a few words. */
  name: string;
  run(): Promise<Outcome>;
}

/** The summary line for continuous integration. */
export const summary = (outcomes: readonly Outcome[]): string => {
  const sum = (part: "passed" | "failed") => outcomes.reduce((total, outcome) => total + outcome[part], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed`;
};
