import * as v from "valibot";

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Name = v.pipe(v.string(), v.nonEmpty());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** `approval` waits for people, `train` for the other services of a train; a plan's file can only ask for the first. */
export const Gate = v.picklist(["approval", "train"]);
export type Gate = v.InferOutput<typeof Gate>;

const Step = v.strictObject({
  /** v2's weight over 1000. */
  weight: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(999)),
  minimumRequests: Count,
  maximumDuration: Milliseconds,
  gates: v.array(Gate),
});
export type Step = v.InferOutput<typeof Step>;

export const Guard = v.strictObject({
  name: v.pipe(Name, v.description("By which log and page name it.")),
  query: v.pipe(Name, v.description("PromQL that gives one number.")),
  above: v.exactOptional(
    v.pipe(v.number(), v.finite(), v.description("Roll back when the number is above this.")),
  ),
  below: v.exactOptional(
    v.pipe(v.number(), v.finite(), v.description("Roll back when the number is below this.")),
  ),
});
export type Guard = v.InferOutput<typeof Guard>;

export const ClientStatus = v.pipe(v.number(), v.safeInteger(), v.minValue(400), v.maxValue(499));

/** Whether a step waits until contracts fit those of the versions beside which v2 would serve. */
export const Contracts = v.picklist(["compare", "ignore"]);

/** Whether v2 gets a share only with as many pods as the share takes. */
export const Capacity = v.picklist(["count", "ignore"]);

/** As the gateway takes one. It becomes part of a pattern that Envoys match, so it holds nothing that means something there. */
export const CohortName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));

/** What a receiver of notifications can be told of. */
export const Occasion = v.picklist([
  "started",
  "step",
  "awaiting approval",
  "held",
  "promoted",
  "finished",
  "rolling back",
  "rolled back",
  "frozen",
]);
export type Occasion = v.InferOutput<typeof Occasion>;

/** What a release of a service is to do, with nothing left open: it stands in the log, so that other defaults later change no release. */
export const Plan = v.strictObject({
  service: Name,
  steps: v.pipe(v.array(Step), v.minLength(1)),
  demands: v.strictObject({
    falseRollback: Share,
    falsePromotion: Share,
    errorTolerance: Share,
    latencyTolerance: v.pipe(v.number(), v.finite(), v.minValue(1)),
    /** Logs of before there was one have none, which is 0. */
    latencyFloorMilliseconds: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  }),
  /** Replies of 4xx, and which of them say nothing about a version. Logs of before they were judged have none: they are not. */
  clientErrors: v.exactOptional(v.strictObject({ tolerance: Share, except: v.array(ClientStatus) })),
  guards: v.array(Guard),
  /** Logs of before they were compared have none, which is `ignore`. */
  contracts: v.exactOptional(Contracts),
  /** Logs of before they were counted have none, which is `ignore`. */
  capacity: v.exactOptional(Capacity),
  cohorts: v.strictObject({ first: v.array(CohortName), customers: v.boolean() }),
  migrations: v.strictObject({ expand: v.array(Name), contract: v.array(Name) }),
  approvals: v.strictObject({ people: v.picklist([1, 2]), approvers: v.array(Name) }),
  notifications: v.array(v.strictObject({ receiver: Name, on: v.array(Occasion) })),
  /** For how many milliseconds the version before is kept ready once the new one serves everything. */
  after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
export type Plan = v.InferOutput<typeof Plan>;
