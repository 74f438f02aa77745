import { hash } from "node:crypto";

/**
 * Draws a number from 0 up to, not including, 1. The number depends only on seed, kind and key: not on the order of
 * requests, the clock or the process. So a run with the same seed and the same keys has the same faults.
 */
export const draw = (seed: number, kind: string, key: string): number =>
  Number.parseInt(hash("sha256", `${seed}\n${kind}\n${key}`, "hex").slice(0, 12), 16) / 2 ** 48;

/** Reports whether a fault with this rate strikes `key`. A key that is struck at one rate is struck at every higher one. */
export const strikes = (rate: number, seed: number, kind: string, key: string): boolean =>
  rate > 0 && draw(seed, kind, key) < rate;
