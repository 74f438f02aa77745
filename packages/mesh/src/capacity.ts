import { type Share, weightTotal } from "./weights.ts";

export type Version = "v1" | "v2";

/** The number of pods of each version that are ready to serve. */
export type ReadyPods = Readonly<Record<Version, number>>;

/** A version that could not serve its share: it has so many pods that are ready, and needs so many. */
export interface Short {
  readonly version: Version;
  readonly ready: number;
  readonly needed: number;
}

/**
 * Pods that a version needs for its share: as many, in proportion, as v1 has when it serves everything; and one at least.
 *
 * @param share over `weightTotal`
 * @param all pods that serve everything
 */
const podsFor = (share: number, all: number): number => Math.max(1, Math.ceil((share * all) / weightTotal));

/**
 * The rule of every move: a version that would get more requests than it has now needs a pod that is ready; and where capacity counts, as
 * many as its share takes. v2 comes first: it is the one that moves are about.
 *
 * @param from what v2 has now, on all routes
 * @param to what it shall have
 * @param pods that v1 had when it served everything; v1's own of now count where they are more
 */
export const shortOf = (
  from: readonly Share[],
  to: number,
  ready: ReadyPods,
  pods: number | "do not count",
): Short | undefined => {
  const neededBy = (share: number) =>
    pods === "do not count" ? 1 : podsFor(share, Math.max(pods, ready.v1));
  const all: readonly (Short & { readonly gains: boolean })[] = [
    { version: "v2", ready: ready.v2, needed: neededBy(to), gains: from.some((share) => (share ?? 0) < to) },
    {
      ...{ version: "v1", ready: ready.v1, needed: neededBy(weightTotal - to) },
      gains: from.some((share) => (share ?? weightTotal) > to),
    },
  ];
  const found = all.find((one) => one.gains && one.ready < one.needed);
  return found && { version: found.version, ready: found.ready, needed: found.needed };
};
