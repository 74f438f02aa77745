import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Attempts, attempt, placePolicy } from "./throttle.ts";

const start = Date.parse("2026-11-21T09:30:00.000Z");

/** Makes the attempts at these seconds; returns for each the seconds to wait, or 0 when it was allowed. */
const run = (seconds: readonly number[]): number[] => {
  let before: Attempts | undefined;
  return seconds.map((second) => {
    const decision = attempt(placePolicy, before, new Date(start + second * 1000));
    if (!decision.allowed) return decision.retryAfterSeconds;
    before = decision.after;
    return 0;
  });
};
const times = (count: number, second: number): number[] => Array.from({ length: count }, () => second);

describe("attempts on one account from one place", () => {
  it("are free ten times, also concurrently", () => {
    expect(run(times(10, 0))).toEqual(times(10, 0));
    expect(run(times(12, 0)).slice(10)).toEqual([1, 1]);
  });

  it("are free for concurrent requests, whichever is counted first", () => {
    expect(run([0.005, 0, 0.003, 0.001])).toEqual([0, 0, 0, 0]);
  });

  it("have longer and longer pauses, and never longer than a minute", () => {
    const moments = [...times(10, 0)];
    const pauses = [1, 2, 4, 8, 16, 32, 60, 60];
    let second = 0;
    for (const pause of pauses) {
      moments.push(second, second + pause);
      second += pause;
    }
    expect(run(moments).slice(10)).toEqual(pauses.flatMap((pause) => [pause, 0]));
  });

  it("do not make the lock longer while it lasts", () => {
    expect(run([...times(10, 0), ...times(500, 0.5), 1]).at(-1)).toBe(0);
  });

  it("are reset after a quarter of an hour", () => {
    expect(run([...times(11, 0), ...times(10, 901)]).slice(11)).toEqual(times(10, 0));
  });

  it("never cause a lock of more than a minute, whatever was tried before", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_600), { maxLength: 200 }), (seconds) => {
        const sorted = seconds.sort((a, b) => a - b);
        const owner = (sorted.at(-1) ?? 0) + placePolicy.longestLockSeconds;
        expect(run([...sorted, owner]).at(-1)).toBe(0);
      }),
    );
  });
});
