import * as v from "valibot";
import { Page, PageQuery } from "./page.ts";
import {
  Release,
  ReleaseCommand,
  ReleasedService,
  ReleaseId,
  ReleaseReason,
  ReleaseStart,
  Train,
  TrainStart,
} from "./release.ts";
import { ReleaseEntry } from "./release-entry.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText } from "./text.ts";

const ReleaseParams = v.object({ releaseId: ReleaseId });

const WholeText = (digits: number) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(`^[0-9]{1,${digits}}$`), "must be a whole number"),
    v.transform(Number),
  );

/** Longest wait for a change, in seconds; less than the front door's patience. */
export const longestReleaseWait = 4;

/** What release managers do with releases, and what they and staff see of them. */
export const releaseRoutes = {
  listReleases: defineRoute({
    id: "listReleases",
    method: "GET",
    path: "/v1/staff/releases",
    summary: "Releases, newest first: all, those of one service, or those under way.",
    access: "release-viewer",
    query: v.strictObject({
      ...PageQuery,
      service: v.optional(ReleasedService),
      underWay: v.optional(v.picklist(["true"])),
    }),
    success: { status: 200, body: Page(Release) },
    refusals: ["cursor-unknown"],
  }),
  getRelease: defineRoute({
    id: "getRelease",
    method: "GET",
    path: "/v1/staff/releases/:releaseId",
    summary:
      "A release as it stands. With `after` (a revision) it answers once there is a later one, or after four seconds.",
    access: "release-viewer",
    params: ReleaseParams,
    query: v.strictObject({ after: v.optional(WholeText(9)) }),
    success: { status: 200, body: Release },
    refusals: ["release-unknown"],
  }),
  listReleaseEntries: defineRoute({
    id: "listReleaseEntries",
    method: "GET",
    path: "/v1/staff/releases/:releaseId/entries",
    summary: "The decisions of a release, from the first.",
    access: "release-viewer",
    params: ReleaseParams,
    query: v.strictObject(PageQuery),
    success: { status: 200, body: Page(ReleaseEntry) },
    refusals: ["release-unknown", "cursor-unknown"],
  }),
  readReleaseLog: defineRoute({
    id: "readReleaseLog",
    method: "GET",
    path: "/v1/staff/releases/:releaseId/log",
    summary: "The log of a release as JSON Lines, byte for byte as it was sealed.",
    access: "release-viewer",
    params: ReleaseParams,
    success: { status: 200, body: v.string(), mediaType: "application/jsonl" },
    refusals: ["release-unknown"],
  }),
  followReleases: defineRoute({
    id: "followReleases",
    method: "GET",
    path: "/v1/staff/release-events",
    summary: "Changes of releases as they happen: `event: release`, with the release as it stands.",
    access: "release-viewer",
    success: { status: 200, body: v.string(), mediaType: "text/event-stream" },
    refusals: ["streams-exhausted"],
  }),
  startRelease: defineRoute({
    id: "startRelease",
    method: "POST",
    path: "/v1/staff/releases",
    summary: "Starts to release a new version of a service, step by step, on evidence.",
    access: "release-manager",
    idempotent: true,
    body: ReleaseStart,
    success: { status: 201, body: Release },
    refusals: [
      "release-under-way",
      "plan-faulty",
      "plan-unfeasible",
      "service-unknown",
      "previous-differs",
      "canary-in-use",
      "cluster-unreachable",
    ],
  }),
  startTrain: defineRoute({
    id: "startTrain",
    method: "POST",
    path: "/v1/staff/release-trains",
    summary:
      "Starts to release several services together: no one goes a step before all have come as far, and one that goes back takes all back.",
    access: "release-manager",
    idempotent: true,
    body: TrainStart,
    success: { status: 201, body: Train },
    refusals: [
      "release-under-way",
      "plan-faulty",
      "plan-unfeasible",
      "plans-unlike",
      "service-unknown",
      "previous-differs",
      "contracts-unread",
      "canary-in-use",
      "cluster-unreachable",
    ],
  }),
  commandRelease: defineRoute({
    id: "commandRelease",
    method: "POST",
    path: "/v1/staff/releases/:releaseId/commands",
    summary:
      "Asks a release for something; rollback and freeze take its train along. `heard` says whether the engine has decided about it already; it will in any case. `refused` says in words why it is not done, when that was the decision. A freeze also ends a release that no engine can go on with, with all weights as they are.",
    access: "release-manager",
    idempotent: true,
    params: ReleaseParams,
    body: v.strictObject({ command: ReleaseCommand, reason: ReleaseReason }),
    success: {
      status: 200,
      body: v.object({ heard: v.boolean(), refused: v.nullable(v.string()), release: Release }),
    },
    refusals: ["release-unknown", "release-ended", "release-stopped", "log-nearly-full"],
  }),
  answerReleaseTask: defineRoute({
    id: "answerReleaseTask",
    method: "POST",
    path: "/v1/staff/releases/:releaseId/tasks/:number",
    summary:
      "A deployer says what came of a task. The first answer counts; another one, or one that nothing waits for, changes nothing.",
    access: "release-manager",
    idempotent: true,
    params: v.object({ ...ReleaseParams.entries, number: WholeText(6) }),
    body: v.variant("outcome", [
      v.strictObject({ outcome: v.literal("done") }),
      v.strictObject({ outcome: v.literal("failed"), reason: OpaqueText(300, 1) }),
      // What says whether it failed could not be read: the release is held, and nothing is taken back.
      v.strictObject({ outcome: v.literal("unknown"), reason: OpaqueText(300, 1) }),
    ]),
    success: { status: 200, body: v.object({ counts: v.boolean(), explanation: v.string() }) },
    refusals: ["release-unknown"],
  }),
  abandonRelease: defineRoute({
    id: "abandonRelease",
    method: "POST",
    path: "/v1/staff/releases/:releaseId/abandonment",
    summary:
      "Ends a release that no engine can go on with: gives all requests to v1, and closes its log as it is. Refused while v1 could not take them.",
    access: "release-manager",
    idempotent: true,
    params: ReleaseParams,
    body: v.strictObject({ reason: ReleaseReason }),
    success: { status: 200, body: Release },
    refusals: [
      "release-unknown",
      "release-ended",
      "release-goes-on",
      "version-unready",
      "cluster-unreachable",
    ],
  }),
} as const;
