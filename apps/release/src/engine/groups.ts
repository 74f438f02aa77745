import type { StoredRelease } from "../dependencies.ts";

/** What is run together: one release, or all of a train. */
export interface Group {
  /** The id of the train, or of the release that goes alone. */
  readonly id: string;
  /** All ids, in the order of the train; those that have ended too, since the others follow them. */
  readonly members: readonly string[];
  readonly underWay: readonly StoredRelease[];
}

/** Puts releases that are under way together by their trains. */
export const groupsOf = (underWay: readonly StoredRelease[]): readonly Group[] =>
  [...Map.groupBy(underWay, ({ id, train }) => train?.id ?? id)].map(([id, releases]) => ({
    id,
    members: releases[0]?.train?.order.map(({ release }) => release) ?? [id],
    underWay: releases,
  }));
