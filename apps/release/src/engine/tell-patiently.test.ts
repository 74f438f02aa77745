import { expect, test } from "vitest";
import { tellPatiently } from "./tell-patiently.ts";

/** A clock whose pauses are over at once. */
const paused = () => {
  const pauses: number[] = [];
  const pause = async (seconds: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    pauses.push(seconds);
  };
  return { pauses, pause };
};
const failing = (times: number) => {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error(`attempt ${calls}`);
  };
};
const goesOn = new AbortController().signal;

test("a message that is not taken is tried again, after longer and longer pauses", async () => {
  const clock = paused();
  await tellPatiently(failing(2), clock, goesOn);
  expect(clock.pauses).toEqual([2, 10]);
});

test("it is given up in the words of the last attempt", async () => {
  const clock = paused();
  await expect(tellPatiently(failing(99), clock, goesOn)).rejects.toThrow("attempt 5");
  expect(clock.pauses.reduce((sum, seconds) => sum + seconds)).toBe(102);
});

test("a process that ends does not go on trying", async () => {
  await expect(tellPatiently(failing(99), paused(), AbortSignal.abort())).rejects.toThrow(/abort/i);
});
