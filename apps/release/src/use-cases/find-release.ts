import type { Dependencies, StoredRelease } from "../dependencies.ts";
import { releaseDropped, releaseEnded, releaseUnknown } from "../domain/refusals.ts";

/** @throws Refusal `release-unknown` */
export const findRelease = async (
  { releases }: Pick<Dependencies, "releases">,
  id: string,
): Promise<StoredRelease> => {
  const release = await releases.find(id);
  if (release) return release;
  const dropped = await releases.findDropped(id);
  throw dropped ? releaseDropped(id, dropped) : releaseUnknown(id);
};

/** @throws Refusal `release-unknown`, `release-ended` */
export const findUnderWay = async (
  dependencies: Pick<Dependencies, "releases">,
  id: string,
): Promise<StoredRelease> => {
  const release = await findRelease(dependencies, id);
  if (release.endedAt !== null) throw releaseEnded(release.phase);
  return release;
};
