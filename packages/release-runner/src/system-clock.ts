import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./ports.ts";

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: (seconds, signal) => sleep(seconds * 1000, undefined, { signal }),
};
