import * as v from "valibot";
import type { Flaw, Path } from "./fault.ts";
import { nearest } from "./nearest.ts";
import { PlanFile } from "./plan-file.ts";

const duration = "Write days, hours, minutes and seconds, the greater first: 30m, 1h30m, 1d.";
const part = "Write a number above 0 and below 1, such as 0.01.";

/** What a field can be, by its name. */
const remedies: Readonly<Record<string, string>> = {
  weight: "Write a percentage above 0 and below 100, with at most one decimal: 5, 12.5.",
  minimumRequests: "Write a whole number of requests: 50.",
  ...{ maximumDuration: duration, after: duration },
  ...{ falseRollback: part, falsePromotion: part, errorTolerance: part },
  latencyTolerance: "Write a factor above 1, such as 1.25.",
  gates: "The only gate is approval: gates: [approval].",
  ...{ tolerance: part, except: "Write statuses from 400 to 499: [408, 429]." },
  people: "Write 1 or 2.",
  contracts: "Write compare or ignore.",
  capacity: "Write count or ignore.",
  first: "Write names of cohorts, of a to z, digits and hyphens: [staff, beta].",
};

/** What to do about too much of something. */
const shorter: Readonly<Record<string, string>> = {
  guards: "Each look asks every one of them: leave some out, or join conditions in one query with `or`.",
  query: "Record what it computes by a rule of Prometheus, and ask for that.",
};

/** What a schema expects, in words. */
const kinds: Readonly<Record<string, string>> = {
  Object: "Write fields, each with its name: service: order.",
  Array: "Write a list: [ … ].",
  "!0": "It must not be empty.",
  ">=1": "Write at least one.",
  number: "Write a number.",
  string: "Write a text.",
  boolean: "Write true or false.",
};

/** The longest value that is repeated as it stands. */
const mostShown = 80;
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
};

/** What a schema consists of; one with checks behind it shows the parts of what it checks. */
const Parts = v.object({
  entries: v.exactOptional(v.record(v.string(), v.unknown())),
  item: v.exactOptional(v.unknown()),
  wrapped: v.exactOptional(v.unknown()),
});

/** The names of the fields that a schema knows under a path. */
const fieldsUnder = (schema: unknown, [key, ...rest]: Path): string[] => {
  const { entries = {}, item, wrapped } = v.parse(Parts, schema);
  if (wrapped !== undefined) return fieldsUnder(wrapped, key === undefined ? [] : [key, ...rest]);
  if (key === undefined) return Object.keys(entries);
  return fieldsUnder(typeof key === "number" ? item : entries[key], rest);
};

const pathOf = (issue: v.BaseIssue<unknown>): Path =>
  (issue.path ?? []).flatMap(({ key }) => (typeof key === "string" || typeof key === "number" ? [key] : []));

const unknownField = (path: Path): Flaw => {
  const fields = fieldsUnder(PlanFile, path.slice(0, -1));
  const name = String(path.at(-1));
  const meant = nearest(name, fields);
  return {
    ...{ path, problem: `There is no field "${name}".` },
    remedy: meant ? `Did you mean "${meant}"?` : `The fields here are: ${fields.join(", ")}.`,
  };
};

const flawOf = (issue: v.BaseIssue<unknown>): Flaw => {
  const path = pathOf(issue);
  if (issue.type === "strict_object" && issue.expected === "never") return unknownField(path);
  const name = path.findLast((key) => typeof key === "string") ?? "a plan";
  const remedy =
    remedies[name] ?? kinds[issue.expected ?? ""] ?? `It must be ${issue.expected ?? "something else"}.`;
  if (issue.type === "strict_object" && issue.received === "undefined")
    return { path, problem: `"${name}" is missing.`, remedy: remedies[name] ?? `Write it: "${name}: …".` };
  if (issue.type === "max_length") {
    const of = typeof issue.input === "string" ? "characters" : "entries";
    const most = String(issue.requirement);
    return {
      path,
      problem: `"${name}" has ${issue.received} ${of}, and ${most} is the most.`,
      remedy: shorter[name] ?? `Leave some out: at most ${most} ${of}.`,
    };
  }
  const value = issue.input === undefined ? "missing" : shown(issue.input);
  return { path, problem: `"${name}" cannot be ${value}.`, remedy };
};

/** What the schema of plans refuses in a value. */
export const schemaFaults = (value: unknown): Flaw[] => {
  const { issues = [] } = v.safeParse(PlanFile, value);
  return issues.map(flawOf);
};
