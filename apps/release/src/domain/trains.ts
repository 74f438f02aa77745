import type { Release } from "@caravan/contracts";

/** Releases that are shown together: those of a train in its order, and each other one by itself. */
export interface Group {
  readonly train: Release["train"];
  readonly releases: readonly Release[];
}

/** Groups in the order of their first release. A train of which one release alone is in the list is shown as that one. */
export const groupsOf = (releases: readonly Release[]): readonly Group[] => {
  const byTrain = Map.groupBy(releases, ({ id, train }) => train?.id ?? id);
  return [...byTrain.values()].map((members) => {
    const order = members[0]?.train?.order.map(({ release }) => release) ?? [];
    return {
      train: members.length > 1 ? members[0]?.train : undefined,
      releases: members.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    };
  });
};
