import { longestReleaseWait, type Release } from "@caravan/contracts";
import type { Dependencies, StoredRelease } from "../dependencies.ts";
import { findRelease } from "./find-release.ts";

/** How often is looked for what another process did; this one's own changes wake at once. */
const lookSeconds = 1;

/** A release with the process that runs it. */
export const withEngine = async (
  { lease }: Pick<Dependencies, "lease">,
  release: StoredRelease,
): Promise<Release> => ({
  ...release,
  engine: release.endedAt === null && release.stopped === null ? ((await lease.holder()) ?? null) : null,
});

/**
 * A release as it stands.
 *
 * @param after a revision: waits for a later one, for some seconds
 * @throws Refusal `release-unknown`
 */
export const getRelease = async (
  dependencies: Pick<Dependencies, "releases" | "lease" | "bell" | "draining">,
  { releaseId, after }: { releaseId: string; after?: number | undefined },
): Promise<Release> => {
  const { bell, draining } = dependencies;
  const end = Date.now() + longestReleaseWait * 1000;
  for (;;) {
    const next = bell.next(Math.min(lookSeconds, Math.max(0, (end - Date.now()) / 1000)), draining);
    const release = await findRelease(dependencies, releaseId);
    if (after === undefined || release.revision > after || Date.now() >= end || draining.aborted)
      return withEngine(dependencies, release);
    await next;
  }
};
