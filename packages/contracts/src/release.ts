import * as v from "valibot";
import { Id } from "./id.ts";
import { Count, Verdict, Weight } from "./release-values.ts";
import { OpaqueText, type ReasonLength, Text } from "./text.ts";
import { Timestamp } from "./time.ts";

/** The id of a release. */
export const ReleaseId = Id("rel");

/** The id of a train: several services that are released together. */
export const TrainId = Id("trn");

/** The name of a service that can be released. */
export const ReleasedService = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^[a-z]+(-[a-z]+)*$/, "must be the name of a service, such as order"),
);

/** Where a release is: `held` waits for a person, and `heldDuring` says where. */
export const ReleasePhase = v.picklist([
  "preparing",
  "moving",
  "observing",
  "awaiting",
  "promoting",
  "soaking",
  "contracting",
  "rolling back",
  "held",
  "finished",
  "rolled back",
  "frozen",
]);

/** What a release waits for and does not do itself: a deployer does it, and says what came of it. */
export const ReleaseTask = v.object({
  /** Of the effect; the number that its outcome names. */
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  do: v.picklist([
    "start canary",
    "scale canary",
    "make stable",
    "keep old",
    "remove canary",
    "run migration",
  ]),
  /** Of all but `remove canary`. */
  image: v.optional(v.string()),
  /** So many of its pods have to be ready; without it as many as the service's own values say. */
  pods: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  /** Of `run migration`: its name, and the part of the release to which it belongs. */
  migration: v.optional(v.string()),
  stage: v.optional(v.picklist(["expand", "contract"])),
  /** Of `run migration` and `make stable`: of the image's migrations, the first that run later, with all after them. */
  heldBack: v.optional(v.array(v.string())),
});
export type ReleaseTask = v.InferOutput<typeof ReleaseTask>;

/** A release of one service, as it stands. */
export const Release = v.object({
  id: ReleaseId,
  service: v.string(),
  /** The train that it goes with, each callee before its callers; absent when it goes alone. */
  train: v.optional(
    v.object({
      id: TrainId,
      order: v.array(v.object({ service: v.string(), release: ReleaseId })),
    }),
  ),
  /** What becomes v1, and what was. */
  image: v.string(),
  previous: v.string(),
  startedAt: Timestamp,
  /** The subject of the token with which it was started. */
  startedBy: v.string(),
  reason: v.string(),
  phase: ReleasePhase,
  heldDuring: v.nullable(ReleasePhase),
  /** Of the steps, from 1; null before the first and after the last. */
  step: v.nullable(v.number()),
  steps: v.array(
    v.object({
      weight: v.number(),
      minimumRequests: v.number(),
      maximumSeconds: v.number(),
      gates: v.array(v.string()),
    }),
  ),
  /** Who may promote (empty: every release manager), how many it takes, and who has at this step. */
  approvals: v.object({ people: v.number(), approvers: v.array(v.string()), given: v.array(v.string()) }),
  /** Of v2: what the release asked for, what the routes read back, and what was counted at this step. */
  weights: v.object({ planned: Weight, applied: Weight, observed: Weight }),
  /**
   * While contracts are compared before more requests go to v2 (`found` is null), or hold the release: what does not fit, a line each; none
   * when they could not be compared. `promote` takes it as it is.
   */
  contracts: v.optional(v.object({ found: v.nullable(v.array(v.string())) })),
  /**
   * Streams of events that are open on v1 and v2, as they were last seen; null where that is not known, absent before. A version that gets no
   * requests any more keeps its own for some minutes.
   */
  streams: v.optional(v.object({ v1: v.nullable(Count), v2: v.nullable(Count) })),
  verdict: v.nullable(v.object({ verdict: Verdict, rule: v.string() })),
  /** Where it is, on what evidence, and what would change it: a sentence each. */
  why: v.array(v.string()),
  /** What a deployer is asked for now. */
  task: v.nullable(ReleaseTask),
  /** Since when metrics say nothing; null while they do. */
  outage: v.nullable(v.object({ since: Timestamp, reason: v.string() })),
  /** When metrics were last looked at; null before. */
  lookedAt: v.nullable(Timestamp),
  /** Why no engine can go on with it; a person ends it by `abandonRelease`. */
  stopped: v.nullable(v.string()),
  /** Of its log: how many entries, and the hash of the last one. Kept elsewhere, the hash tells whether the log was cut. */
  entries: Count,
  head: v.string(),
  changedAt: Timestamp,
  endedAt: v.nullable(Timestamp),
  /** Grows with each change. */
  revision: Count,
  /** The process that runs it; null when none does, or it has ended. */
  engine: v.nullable(v.string()),
});
export type Release = v.InferOutput<typeof Release>;

export const ReleaseCommand = v.picklist(["promote", "hold", "resume", "rollback", "freeze"]);
export type ReleaseCommand = v.InferOutput<typeof ReleaseCommand>;

/** How long a {@link ReleaseReason} is. */
export const releaseReasonLength: ReasonLength = { least: 1, most: 300 };

/** Why a person asks for something; it stands in the log. */
export const ReleaseReason = Text(releaseReasonLength.most, releaseReasonLength.least);

/** A reference to an image, with its tag or, better, its digest. */
export const ImageReference = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(
    /^[a-z0-9][a-z0-9._:/-]*(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/,
    "must be an image with a tag or a digest, such as registry.example.com/order@sha256:…",
  ),
);

export const longestPlan = 32_000; // characters of its text

const Brought = {
  service: ReleasedService,
  image: ImageReference,
  /** What serves as v1 now; the way back leads there. */
  previous: ImageReference,
  /** The text of its plan (`deploy/releases/<app>.yaml`), YAML; without one the defaults are used. */
  plan: v.optional(OpaqueText(longestPlan)),
};

/** How a release begins. */
export const ReleaseStart = v.strictObject({ ...Brought, reason: ReleaseReason });

/** How a train begins: its services, in any order. They go each callee before its callers, as the images that run say who calls whom. */
export const TrainStart = v.strictObject({
  reason: ReleaseReason,
  releases: v.pipe(v.array(v.strictObject(Brought)), v.minLength(2), v.maxLength(10)),
});

/** A train that has begun. */
export const Train = v.object({ id: TrainId, releases: v.array(Release) });
export type Train = v.InferOutput<typeof Train>;
