import { issueInWords, longestPlan } from "@caravan/contracts";
import * as v from "valibot";
import { bounded, type Fault, readYaml } from "./fault.ts";
import { Plan } from "./plan.ts";
import { PlanFile, planOf } from "./plan-file.ts";
import { brokenRules, type LintOptions, readable } from "./rules.ts";
import { schemaFaults } from "./schema-faults.ts";

/** A plan's file, read: the plan, unless there are faults. */
export type ReadPlan =
  | { readonly plan: Plan; readonly faults: readonly [] }
  | { readonly plan?: undefined; readonly faults: readonly Fault[] };

const byPlace = (a: Fault, b: Fault) => a.line - b.line || a.column - b.column;

const tooLong = (length: number): Fault => ({
  ...{ line: 1, column: 1, where: "" },
  problem: `The file has ${length} characters, and ${longestPlan} is the most.`,
  remedy: "A plan has some dozens of lines: leave out what is no part of it.",
});

/** Reads the text of a plan's file; all its faults are said at once, of more than a hundred the first. */
export const readPlan = (text: string, options: LintOptions = {}): ReadPlan => {
  if (text.length > longestPlan) return { faults: [tooLong(text.length)] };
  const { value, broken, place } = readYaml(text);
  if (broken.length > 0) return { faults: broken };
  const found = [...schemaFaults(value), ...brokenRules(readable(value), options)];
  if (found.length > 0) return { faults: bounded(found).map(place).sort(byPlace) };
  // What a file may say and a plan cannot hold: no time at all, or numbers that no JSON has.
  const plan = v.safeParse(Plan, planOf(v.parse(PlanFile, value)));
  if (plan.success) return { plan: plan.output, faults: [] };
  const flaws = plan.issues.map((issue) => ({
    path: (issue.path ?? []).flatMap(({ key }) =>
      typeof key === "string" || typeof key === "number" ? [key] : [],
    ),
    problem: `This ${issueInWords(issue)}.`,
    remedy: "Durations go from 1s to some years, and numbers are finite.",
  }));
  return { faults: flaws.map(place).sort(byPlace) };
};

/** A fault as lines of text: `order.yaml:4:5 steps[0].weight: …`. */
export const showFault = (file: string, { line, column, where, problem, remedy }: Fault): string =>
  `${file}:${line}:${column} ${where === "" ? "" : `${where}: `}${problem}\n  ${remedy}`;
