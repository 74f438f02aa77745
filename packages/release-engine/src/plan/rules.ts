import { parseWeight, showWeight, weightTotal } from "@caravan/mesh";
import { promQlFault } from "@caravan/promql";
import * as v from "valibot";
import { parseDuration, showDuration } from "./duration.ts";
import type { Flaw, Path } from "./fault.ts";
import { migrations } from "./migration-rules.ts";
import { Guard } from "./plan.ts";
import { PlanFile, StepOfFile } from "./plan-file.ts";

/** What a plan can be held against besides itself. */
export interface LintOptions {
  /** The service's requests a minute: says which steps cannot get their requests in time. */
  readonly requestsPerMinute?: number | undefined;
  /** The service that the file is named for. */
  readonly service?: string | undefined;
}

const parsed = <Schema extends v.GenericSchema>(schema: Schema, value: unknown) => {
  const { success, output } = v.safeParse(schema, value);
  return success ? output : undefined;
};
const items = <Schema extends v.GenericSchema>(schema: Schema, value: unknown) =>
  // A longer list is a fault already, and each item is held against all before it.
  (Array.isArray(value) ? value.slice(0, 50) : []).map((item: unknown) => parsed(schema, item));

/** The parts of a value that are what they should be, each in its place, so that a fault in one hides none in another. */
export const readable = (value: unknown) => {
  const raw: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const { entries } = PlanFile;
  return {
    service: parsed(entries.service, raw.service),
    steps: items(StepOfFile, raw.steps ?? v.getDefault(PlanFile.entries.steps)),
    guards: items(Guard, raw.guards),
    migrations: parsed(entries.migrations, raw.migrations),
    approvals: parsed(entries.approvals, raw.approvals),
    cohorts: parsed(entries.cohorts, raw.cohorts),
    clientErrors: parsed(entries.clientErrors, raw.clientErrors),
    notifications: parsed(entries.notifications, raw.notifications),
  };
};
type Readable = ReturnType<typeof readable>;

const weights = ({ steps }: Readable): Flaw[] =>
  steps.flatMap((step, index) => {
    if (!step) return [];
    const path: Path = ["steps", index, "weight"];
    const weight = parseWeight(String(step.weight));
    const before = steps.slice(0, index).flatMap((one) => (one ? [parseWeight(String(one.weight))] : []));
    if (weight === 0)
      return [
        { path, problem: "A step of 0 % shows nothing: v2 gets no requests.", remedy: "Leave the step out." },
      ];
    if (weight === weightTotal)
      return [
        {
          ...{ path, problem: "At 100 % there is no version before to compare with." },
          remedy: "Leave the step out: after the last one v2 gets everything and becomes v1.",
        },
      ];
    const highest = Math.max(0, ...before);
    if (weight > highest) return [];
    const problem = `${showWeight(weight)} comes after ${showWeight(highest)}, and steps only go up.`;
    return [{ path, problem, remedy: "Put the steps in ascending order, each once." }];
  });

const evidence = ({ steps }: Readable, { requestsPerMinute }: LintOptions): Flaw[] =>
  steps.flatMap((step, index) => {
    const time = step && parseDuration(step.maximumDuration);
    if (!step || !time || requestsPerMinute === undefined) return [];
    const share = parseWeight(String(step.weight)) / weightTotal;
    const got = Math.floor((requestsPerMinute * share * time) / 60_000);
    if (got >= step.minimumRequests || share === 0) return [];
    const needs = showDuration(Math.ceil(step.minimumRequests / (requestsPerMinute * share)) * 60_000);
    return [
      {
        path: ["steps", index, "minimumRequests"],
        problem: `At ${requestsPerMinute} requests a minute v2 gets about ${got} in ${step.maximumDuration}, and the step asks for ${step.minimumRequests}.`,
        remedy: `Give the step ${needs}, more weight, or ask for fewer requests.`,
      },
    ];
  });

const guards = ({ guards: all }: Readable): Flaw[] =>
  all.flatMap((guard, index): Flaw[] => {
    if (!guard) return [];
    const { name, query, above, below } = guard;
    const fault = promQlFault(query);
    const found: Flaw[] = [];
    if (above === undefined && below === undefined)
      found.push({
        ...{
          path: ["guards", index],
          problem: `The guard "${name}" has no threshold, so it guards nothing.`,
        },
        remedy: "Say above or below which value the release is to be rolled back.",
      });
    if (above !== undefined && below !== undefined && below > above)
      found.push({
        ...{ path: ["guards", index, "below"], problem: `Any value is above ${above} or below ${below}.` },
        remedy: "Values from below to above are good, so below must be the smaller one.",
      });
    if (fault !== undefined)
      found.push({
        path: ["guards", index, "query"],
        problem: `Prometheus does not understand the query from character ${fault + 1} on: "${query.slice(fault, fault + 20)}".`,
        remedy: "Try it in Prometheus; it must give one number.",
      });
    return found;
  });

const twice = (names: readonly (string | undefined)[], path: Path, ...last: string[]): Flaw[] =>
  names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [
          {
            path: [...path, index, ...last],
            problem: `"${name}" is there twice.`,
            remedy: "Give each a name of its own.",
          },
        ]
      : [],
  );

const names = (plan: Readable): Flaw[] => [
  ...twice(
    plan.guards.map((guard) => guard?.name),
    ["guards"],
    "name",
  ),
  ...twice(plan.migrations?.expand ?? [], ["migrations", "expand"]),
  ...twice(plan.migrations?.contract ?? [], ["migrations", "contract"]),
  ...twice(plan.approvals?.approvers ?? [], ["approvals", "approvers"]),
  ...twice(plan.cohorts?.first ?? [], ["cohorts", "first"]),
  ...twice(plan.clientErrors?.except.map(String) ?? [], ["clientErrors", "except"]),
  ...twice(
    (plan.notifications ?? []).map(({ receiver }) => receiver),
    ["notifications"],
    "receiver",
  ),
];

const people = ({ approvals }: Readable): Flaw[] => {
  if (approvals?.people !== 2 || new Set(approvals.approvers).size >= 2) return [];
  const problem = approvals.approvers.length === 0 ? "has no approvers" : "has only one approver";
  return [
    {
      ...{
        path: ["approvals", "people"],
        problem: `An approval by two people ${problem}, so it can never be given.`,
      },
      remedy: "Name at least two under approvers.",
    },
  ];
};

const named = ({ service }: Readable, { service: expected }: LintOptions): Flaw[] =>
  service === undefined || expected === undefined || service === expected
    ? []
    : [
        {
          ...{
            path: ["service"],
            problem: `The file is named for ${expected}, and its plan is for ${service}.`,
          },
          remedy: `Write "service: ${expected}", or rename the file to ${service}.yaml.`,
        },
      ];

/** Everything that the schema cannot say. */
export const brokenRules = (plan: Readable, options: LintOptions): Flaw[] =>
  [weights, evidence, guards, names, people, migrations, named].flatMap((rule) => rule(plan, options));
