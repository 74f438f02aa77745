import type { Release } from "@caravan/contracts";
import { setWeight } from "@caravan/mesh";
import type { Dependencies } from "../dependencies.ts";
import { clusterUnreachable, releaseGoesOn } from "../domain/refusals.ts";
import { findRelease, findUnderWay } from "./find-release.ts";
import { withEngine } from "./get-release.ts";

/**
 * Ends a release that no engine can go on with, and its train. All requests go to v1 first; if that cannot be written, it does not end.
 *
 * @throws Refusal `release-unknown`, `release-ended`, `release-goes-on`, `cluster-unreachable`
 */
export const abandonRelease = async (
  dependencies: Pick<Dependencies, "releases" | "lease" | "traffic">,
  { releaseId, by, reason }: { releaseId: string; by: string; reason: string },
): Promise<Release> => {
  const { releases, traffic } = dependencies;
  const asked = await findUnderWay(dependencies, releaseId);
  if (asked.stopped === null) throw releaseGoesOn();
  const ids = asked.train?.order.map(({ release }) => release) ?? [releaseId];
  const all = await Promise.all(ids.map((id) => findRelease(dependencies, id)));
  // Callers first, as a train goes back.
  const underWay = all.filter(({ endedAt }) => endedAt === null).toReversed();
  for (const { service } of underWay)
    await setWeight(traffic.mesh, service, 0).catch((error: unknown) => {
      throw clusterUnreachable(error);
    });
  // The one that was asked for last: while it is under way, what is left of its train can be asked for again.
  const others = underWay.filter(({ id }) => id !== releaseId);
  for (const { id } of others) await releases.abandon(id, by, reason);
  return withEngine(dependencies, await releases.abandon(releaseId, by, reason));
};
