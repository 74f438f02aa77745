import type { InferSelectModel } from "drizzle-orm";
import type { StoredRelease } from "../dependencies.ts";
import type { releases } from "./schema.ts";

/** What an engine that stopped says comes first. */
const toldWhy = (stopped: string | null, why: readonly string[]): string[] =>
  stopped === null
    ? [...why]
    : [
        `No engine goes on with this release: ${stopped}`,
        "End it with: ./caravan release abandon <app> --reason …; all requests go to v1 then. Or, with all weights as they are: ./caravan release freeze <app> --reason …",
        ...why,
      ];

/** A release as its row says. */
export const releaseOf = ({
  view,
  startedAt,
  changedAt,
  endedAt,
  underWay: _,
  ...row
}: InferSelectModel<typeof releases>): StoredRelease => ({
  ...view,
  ...row,
  why: toldWhy(endedAt === null ? row.stopped : null, view.why),
  startedAt: startedAt.toISOString(),
  changedAt: changedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});
