import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type LoadResult, type Note, type Send, sumUp } from "../load/closed-loop.ts";

/**
 * Sends at a given rate and not at the rate of the replies. A lane that falls behind sends at once until it has
 * caught up, so a slow reply is not hidden by fewer requests; latencies count from the time a request was due.
 *
 * @param perSecond of all lanes together
 */
export const runPacedLoop = async (
  lanes: readonly Send[],
  perSecond: number,
  seconds: number,
  signal: AbortSignal,
): Promise<LoadResult> => {
  const interval = (lanes.length / perSecond) * 1000;
  const started = performance.now();
  const end = started + seconds * 1000;
  const run = async (send: Send, lane: number, note: Note) => {
    for (let due = started + (interval * lane) / lanes.length; due < end; due += interval) {
      const early = due - performance.now();
      if (early > 0) await sleep(early, undefined, { signal });
      if (performance.now() >= end) return;
      const failure = await send();
      note(performance.now() - due, failure);
    }
  };
  return sumUp((note) => Promise.all(lanes.map((send, lane) => run(send, lane, note))), signal);
};
