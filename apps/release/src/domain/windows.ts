import type { Counts } from "@caravan/release-engine";
import { together } from "./buckets.ts";

/** What both versions answered in a window. Times are milliseconds since the epoch. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly stable: Counts;
  readonly canary: Counts;
}

/** A rate of fewer requests says nothing: one that failed of two is no 50 %. */
const enough = 30;
/** A quiet service is drawn in so many parts, however few its requests. */
const leastParts = 12;

/** Two windows that follow each other, as one. */
export const bothWindows = (one: Window, other: Window): Window => ({
  ...{ from: one.from, to: other.to },
  stable: together(one.stable, other.stable),
  canary: together(one.canary, other.canary),
});

/** Windows put together until each has enough requests of both versions to draw a rate of. */
export const coarser = (windows: readonly Window[]): readonly Window[] => {
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return [];
  const longest = (last.to - first.from) / leastParts;
  const parts: Window[] = [];
  for (const window of windows) {
    const open = parts.at(-1);
    const isFull =
      open === undefined ||
      open.to - open.from >= longest ||
      Math.min(open.stable.requests, open.canary.requests) >= enough;
    if (isFull) parts.push(window);
    else parts[parts.length - 1] = bothWindows(open, window);
  }
  return parts;
};
