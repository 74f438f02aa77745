import { parseWeight } from "@caravan/mesh";
import * as v from "valibot";
import { durationPattern, parseDuration } from "./duration.ts";
import { Capacity, ClientStatus, CohortName, Contracts, Guard, Occasion, type Plan } from "./plan.ts";

/** A field of the file with what an editor shows of it. */
const described = <const Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));

const Name = v.pipe(v.string(), v.nonEmpty());
/** A list that has an end: whatever a plan names is done, asked or told again and again. */
const list = <const Schema extends v.GenericSchema>(schema: Schema, most: number) =>
  v.pipe(v.array(schema), v.maxLength(most));
const Names = list(Name, 50);
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Duration = v.pipe(v.string(), v.regex(durationPattern));
/** A probability, or a share, that is not nothing. */
const Part = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));

const isWeight = (value: number | string): boolean => {
  try {
    parseWeight(String(value));
    return true;
  } catch {
    return false;
  }
};

export const StepOfFile = v.strictObject({
  weight: described(
    v.pipe(v.union([v.number(), v.string()]), v.check(isWeight)),
    "Of all requests, the percentage that v2 gets; with at most one decimal: 5, 12.5, 0.1%.",
  ),
  minimumRequests: described(
    v.optional(Count, 50),
    "Requests of the canary without which the step does not end, however good they are.",
  ),
  maximumDuration: described(
    v.optional(Duration, "4h"),
    "When the step's evidence is not there by then, a person decides: 30m, 1h30m.",
  ),
  gates: described(
    v.optional(v.array(v.literal("approval")), []),
    "`approval`: the step ends only when people say so.",
  ),
});

const Demands = v.strictObject({
  falseRollback: described(
    v.optional(Part, 0.01),
    "Of releases that are as good as the version before, the part that may be rolled back.",
  ),
  falsePromotion: described(
    v.optional(Part, 0.05),
    "The probability that a step is promoted after which the tolerances are broken.",
  ),
  errorTolerance: described(
    v.optional(Part, 0.01),
    "By how much the service's share of failed requests may rise: 0.01 is one in a hundred.",
  ),
  latencyTolerance: described(
    v.optional(v.pipe(v.number(), v.gtValue(1)), 1.25),
    "The factor by which requests may take longer.",
  ),
  latencyFloorMilliseconds: described(
    v.optional(v.pipe(v.number(), v.minValue(0)), 25),
    "Requests as fast as this are never slow: with little traffic, a new pod has cold caches.",
  ),
});

/** Each look asks every guard's query. */
const GuardOfFile = v.strictObject({
  ...Guard.entries,
  name: v.pipe(Guard.entries.name, v.maxLength(100)),
  query: v.pipe(Guard.entries.query, v.maxLength(2_000)),
});

export const ClientErrorsOfFile = v.strictObject({
  judge: described(v.optional(v.boolean(), true), "false: replies of 4xx say nothing about a version."),
  tolerance: described(
    v.optional(Part, 0.02),
    "By how much v2's share of refused requests may be above v1's: 0.02 is two in a hundred.",
  ),
  except: described(
    v.optional(list(ClientStatus, 100), [408, 429]),
    "Statuses that are no version's doing: a limit that was reached, a caller that was too slow.",
  ),
});

const Notification = v.strictObject({
  receiver: described(
    Name,
    "The name of a receiver of charts/observability, which holds its address: `wecom`, `dingtalk`, `feishu`, `email`.",
  ),
  on: described(
    v.optional(v.array(Occasion), [
      "awaiting approval",
      "held",
      "promoted",
      "rolling back",
      "rolled back",
      "frozen",
    ]),
    "What it is told of.",
  ),
});

const defaultSteps: v.InferInput<typeof StepOfFile>[] = [
  { weight: 5 },
  { weight: 10 },
  { weight: 25 },
  { weight: 50 },
];

/** A plan as it is written: `deploy/releases/<app>.yaml`. Only `service` has to be there. */
export const PlanFile = v.strictObject({
  service: described(Name, "The app that is released."),
  steps: described(
    v.optional(v.pipe(list(StepOfFile, 50), v.minLength(1)), defaultSteps),
    "v2's shares, ascending. After the last one v2 gets everything and becomes v1.",
  ),
  demands: described(v.optional(Demands, {}), "What the judge is asked for."),
  clientErrors: described(v.optional(ClientErrorsOfFile, {}), "Whether v2 refuses, by 4xx, what v1 takes."),
  guards: described(
    v.optional(list(GuardOfFile, 20), []),
    "Thresholds on any query, besides errors and latency.",
  ),
  contracts: described(
    v.optional(Contracts, "compare"),
    "`compare`: before each step, v2's contracts are compared with those of all that serve, and what does not fit is held. `ignore`: they are not.",
  ),
  capacity: described(
    v.optional(Capacity, "count"),
    "`count`: v2 gets a share with as many pods, in proportion, as v1 has for everything; a deployer starts those that are missing. `ignore`: one will do.",
  ),
  cohorts: described(
    v.optional(
      v.strictObject({
        first: described(
          v.optional(list(CohortName, 20), []),
          "Cohorts that get v2 from the first step on: `staff`, or what staff ask for in the header x-release-cohort.",
        ),
        customers: described(
          v.optional(v.boolean(), true),
          "A customer stays with one version; the weight is a share of the customers.",
        ),
      }),
      {},
    ),
    "Who gets which version.",
  ),
  migrations: described(
    v.optional(
      v.strictObject({
        expand: described(
          v.optional(Names, []),
          "Run before v2 starts. The version before must run on their schema.",
        ),
        contract: described(
          v.optional(Names, []),
          "Run when the version before is no longer kept. From the first on, the release is frozen instead of rolled back.",
        ),
      }),
      {},
    ),
    "Migrations of the service's database, by name.",
  ),
  approvals: described(
    v.optional(
      v.strictObject({
        people: described(
          v.optional(v.picklist([1, 2]), 1),
          "How many different people it takes to end a step.",
        ),
        approvers: described(v.optional(Names, []), "Who they may be; without any, every release manager."),
      }),
      {},
    ),
    "Who lets a step end that has a gate, or whose evidence is missing.",
  ),
  notifications: described(v.optional(list(Notification, 10), []), "Who is told."),
  after: described(v.optional(Duration, "1d"), "How long the version before is kept ready to return to."),
});
export type PlanFile = v.InferOutput<typeof PlanFile>;

/** The plan of a file: weights over 1000, milliseconds. */
export const planOf = ({ clientErrors: { judge, ...clientErrors }, ...file }: PlanFile): Plan => ({
  ...file,
  ...(judge ? { clientErrors } : {}),
  steps: file.steps.map((step) => ({
    ...step,
    weight: parseWeight(String(step.weight)),
    maximumDuration: parseDuration(step.maximumDuration) ?? 0,
  })),
  after: parseDuration(file.after) ?? 0,
});

/** What a service is released by when it has no plan of its own. */
export const defaultPlan = (service: string): Plan => planOf(v.parse(PlanFile, { service }));
