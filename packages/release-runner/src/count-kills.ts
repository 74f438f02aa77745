import type { InputOf } from "@caravan/release-engine";
import type { Restarts } from "./ports.ts";

type Kills = Pick<InputOf<"killed">, "v1" | "v2" | "last">;

/**
 * Counts how often containers began again from the first reading on, each pod by itself: pods go, and new ones count from zero.
 *
 * @returns of each reading what is new: nothing where no container of v2 began again
 */
export const countKills = (): ((read: readonly Restarts[]) => Kills | undefined) => {
  let before: ReadonlyMap<string, number> | undefined;
  const kills = { v1: 0, v2: 0 };
  return (read) => {
    const was = before;
    before = new Map(read.map(({ pod, times }) => [pod, times]));
    if (was === undefined) return undefined;
    const grown = read.filter(({ pod, times }) => times > (was.get(pod) ?? 0));
    for (const { pod, version, times } of grown)
      if (version === "v1" || version === "v2") kills[version] += times - (was.get(pod) ?? 0);
    const last = grown.findLast(({ version }) => version === "v2");
    return last && { ...kills, last: `${last.pod}: ${last.last}` };
  };
};
