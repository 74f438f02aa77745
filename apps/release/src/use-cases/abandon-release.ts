import { Refusal, type Release } from "@caravan/contracts";
import { refusedVersion, setWeight } from "@caravan/mesh";
import type { Abandoned, Dependencies, Kept, StoredRelease } from "../dependencies.ts";
import { clusterUnreachable, releaseGoesOn, versionUnready } from "../domain/refusals.ts";
import { findRelease, findUnderWay } from "./find-release.ts";
import { withEngine } from "./get-release.ts";

/** A stopped release, and those of its train that are under way: callers first, as a train goes back. */
const stoppedWith = async (
  dependencies: Pick<Dependencies, "releases">,
  id: string,
): Promise<readonly StoredRelease[]> => {
  const asked = await findUnderWay(dependencies, id);
  if (asked.stopped === null) throw releaseGoesOn();
  const ids = asked.train?.order.map(({ release }) => release) ?? [id];
  const all = await Promise.all(ids.map((one) => findRelease(dependencies, one)));
  return all.filter(({ endedAt }) => endedAt === null).toReversed();
};

/** Gives all requests of these to v1: of all, or where the v1 of one could not take them, of none. */
const giveToV1 = async (
  { traffic }: Pick<Dependencies, "traffic">,
  services: readonly string[],
): Promise<void> => {
  const refused = await Promise.all(services.map((service) => refusedVersion(traffic, service, 0)));
  const unready = services.filter((_, index) => refused[index] !== undefined);
  if (unready.length > 0) throw versionUnready(unready);
  for (const service of services) await setWeight(traffic.mesh, service, 0);
};

/**
 * Ends a release that no engine can go on with, and its train, once per key. All requests go to v1 first, unless a person wants all weights as
 * they are; if that cannot be written, or v1 could not take them, nothing ends.
 *
 * @param check is called before it is done the first time
 * @throws Refusal `release-unknown`, `release-ended`, `release-goes-on`, `version-unready`, `cluster-unreachable`; what `check` throws
 */
export const abandonRelease = async (
  dependencies: Pick<Dependencies, "releases" | "lease" | "traffic">,
  asked: Abandoned,
  check: () => Promise<void> = async () => {},
): Promise<Kept<Release>> => {
  const { body, replayed } = await dependencies.releases.abandon(asked, async () => {
    const all = await stoppedWith(dependencies, asked.release);
    await check();
    if (asked.keepsWeights) return all;
    await giveToV1(
      dependencies,
      all.map(({ service }) => service),
    ).catch((error: unknown) => {
      throw error instanceof Refusal ? error : clusterUnreachable(error);
    });
    return all;
  });
  return { body: await withEngine(dependencies, body), replayed };
};
