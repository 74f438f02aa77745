import type { Release } from "@caravan/contracts";
import { setWeight } from "@caravan/mesh";
import type { Dependencies } from "../dependencies.ts";
import { clusterUnreachable, releaseGoesOn } from "../domain/refusals.ts";
import { findUnderWay } from "./find-release.ts";
import { withEngine } from "./get-release.ts";

/**
 * Ends a release that no engine can go on with. All requests go to v1 first; if that cannot be written, it does not end.
 *
 * @throws Refusal `release-unknown`, `release-ended`, `release-goes-on`, `cluster-unreachable`
 */
export const abandonRelease = async (
  dependencies: Pick<Dependencies, "releases" | "lease" | "traffic">,
  { releaseId, by, reason }: { releaseId: string; by: string; reason: string },
): Promise<Release> => {
  const { service, stopped } = await findUnderWay(dependencies, releaseId);
  if (stopped === null) throw releaseGoesOn();
  await setWeight(dependencies.traffic.mesh, service, 0).catch((error: unknown) => {
    throw clusterUnreachable(error);
  });
  return withEngine(dependencies, await dependencies.releases.abandon(releaseId, by, reason));
};
