/** How a check went: a check without tests of its own counts as one. */
export interface Outcome {
  passed: number;
  failed: number;
}

/** One part of `caravan test`. */
export interface Check {
  /** What it is for, in a few words. */
  name: string;
  run(): Promise<Outcome>;
}

/** The line continuous integration reads. */
export function summary(outcomes: readonly Outcome[]): string {
  const sum = (part: keyof Outcome) => outcomes.reduce((total, outcome) => total + outcome[part], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed`;
}
