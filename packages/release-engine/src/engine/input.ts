import * as v from "valibot";
import { Look, Streams } from "../judge/look.ts";
import { Plan } from "../plan/plan.ts";

/** A moment, UTC ISO 8601, by the clock of the program that runs the engine. */
const Time = v.pipe(v.string(), v.isoTimestamp());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A weight over 1000; null where a route names no version. */
const Weight = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1000));

const happened = { at: Time };
/** The id of the effect that this answers. */
const answered = { at: Time, effect: v.string() };
const Line = v.pipe(v.string(), v.maxLength(500));
/** A person, and why. */
const asked = { at: Time, actor: v.pipe(v.string(), v.nonEmpty()), reason: v.string() };

export const Command = v.picklist(["promote", "hold", "resume", "rollback", "freeze"]);
export type Command = v.InferOutput<typeof Command>;

/** A stage of a move, as `@caravan/mesh` reports it: what is behind, and why. */
const Stage = v.object({
  name: v.string(),
  of: Count,
  behind: v.array(v.object({ name: v.string(), why: v.string() })),
});

/** Of a log that has an end: less would not leave room for a way back on which much goes wrong. */
const leastRoom = 2_000;

/** The train that a run belongs to: its runs, each callee before its callers. */
const TrainRef = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  order: v.pipe(
    v.array(v.strictObject({ service: v.string(), run: v.pipe(v.string(), v.nonEmpty()) })),
    v.minLength(2),
  ),
});
export type TrainRef = v.InferOutput<typeof TrainRef>;

/** Everything that a run can be told. What comes from outside is parsed with it; the log holds it. */
export const Input = v.variant("kind", [
  v.object({
    ...asked,
    kind: v.literal("start"),
    run: v.pipe(v.string(), v.nonEmpty()),
    plan: Plan,
    /** The image that becomes v2, and the one that serves as v1 now; with digests. */
    image: v.string(),
    previous: v.string(),
    train: v.exactOptional(TrainRef),
    /** The most entries that its log may have; without it there is no end to it. */
    mostEntries: v.exactOptional(v.pipe(Count, v.minValue(leastRoom))),
  }),
  /** `set weight` or `verify weight` ended: what the routes read back (null: routes differ, or have no weight), and each stage. */
  v.object({
    ...answered,
    kind: v.literal("moved"),
    applied: v.nullable(Weight),
    stages: v.array(Stage),
    /** Ready pods of both versions, where the plan counts them. */
    pods: v.exactOptional(v.strictObject({ v1: Count, v2: Count })),
  }),
  /** `set weight` changed nothing: a version that would get more has no ready pod, or too few. */
  v.object({
    ...answered,
    kind: v.literal("refused"),
    version: v.picklist(["v1", "v2"]),
    reason: v.string(),
    /** Its pods that are ready, and those that its share takes, where the plan counts them. */
    pods: v.exactOptional(v.strictObject({ ready: Count, needed: Count })),
  }),
  /** `compare contracts` ended. What was compared is named with its image, what does not fit is a line each. */
  v.object({
    ...answered,
    kind: v.literal("compared"),
    versions: v.array(Line),
    /** What breaks, by route or event and the versions that it is between. */
    breaks: v.array(Line),
    /** Versions whose image carries no contracts, and those that did not say what it carries. */
    unknown: v.array(Line),
    unread: v.array(Line),
  }),
  v.object({ ...answered, kind: v.literal("done") }),
  v.object({
    ...answered,
    kind: v.literal("failed"),
    reason: v.string(),
    /** It is not known whether it failed: what says so could not be read. */
    unknown: v.exactOptional(v.literal(true)),
  }),
  v.object({
    ...answered,
    kind: v.literal("look"),
    look: Look,
    /** Requests whose version the weights chose, not a cohort; without it all of the look's. */
    byWeight: v.optional(v.object({ stable: Count, canary: Count })),
  }),
  v.object({ ...happened, kind: v.literal("tick") }),
  v.object({ ...asked, kind: v.literal("command"), command: Command }),
  /** The train lets this run through its gate. */
  v.object({ ...asked, kind: v.literal("pass") }),
  /** Weights were found on the routes that this run did not plan. */
  v.object({ ...happened, kind: v.literal("edited"), found: v.array(v.nullable(Weight)) }),
  /** Containers of the service were killed again: how often each version's were since v2 has requests, and how the last one of v2 ended. */
  v.object({ ...happened, kind: v.literal("killed"), v1: Count, v2: Count, last: Line }),
  /** Streams that are left on the version that gets no requests any more, or that there are none left. */
  v.object({ ...happened, kind: v.literal("streams"), streams: Streams }),
  /** A person ends it because no engine can go on with it, for the reason that one stopped at; its requests went to v1 before. */
  v.object({
    ...asked,
    kind: v.literal("abandoned"),
    stopped: v.string(),
    /** They did not, since the person wanted all as it is: the weights that were last known. */
    kept: v.exactOptional(v.strictObject({ planned: Weight, applied: v.nullable(Weight) })),
  }),
  /** The program that runs the engine started again: what was under way is asked again. */
  v.object({ ...happened, kind: v.literal("restarted") }),
]);
export type Input = v.InferOutput<typeof Input>;

export type InputOf<Kind extends Input["kind"]> = Extract<Input, { kind: Kind }>;
