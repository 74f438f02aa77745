import type { Counts, Look } from "../judge/look.ts";
import type { Cell } from "./cells.ts";
import { bounds, cumulative, drawDurations } from "./durations.ts";
import type { Random } from "./random.ts";
import { serveRefusals } from "./refusals.ts";

const day = 24 * 3600;
/** A burst: every half hour or so, two minutes in which a fifth of all requests fails. */
const burst = { every: 1800, seconds: 120, fails: 0.2 };
/** A blip: half a minute in which four of five requests of one version fail; within the first ten minutes. */
const blip = { within: 600, seconds: 30, fails: 0.8 };
const outage = { within: 600, seconds: 600 };
/** By how much the load of a day swings, and its errors. */
const swing = 0.8;

/** What happened in a window. `hurt`: the canary's failures that the stable version would not have had. */
export interface Window {
  readonly stable: Counts;
  readonly canary: Counts;
  readonly hurt: number;
  /** Whether metrics could be read at its end. */
  readonly measured: boolean;
}

export interface Service {
  /** `weight`: of 1000, the canary's. Times in seconds; with durations only when they are asked for. */
  window(from: number, to: number, weight: number): Window;
  /** What a canary that serves everything hurts from then on. */
  hurtAfter(from: number, to: number): number;
}

const overlap = (from: number, to: number, start: number, seconds: number): number =>
  Math.max(0, Math.min(to, start + seconds) - Math.max(from, start)) / (to - from);

/** A service of a cell, with chance of its own. */
export const serve = (cell: Cell, random: Random): Service => {
  const upTo = { stable: cumulative(1), canary: cumulative(cell.slower) };
  const phase = random.uniform() * day;
  const start = random.uniform() * blip.within;
  const bursts: number[] = [];
  if (cell.happening === "burst")
    for (let at = 0; at < day; at += burst.seconds - Math.log(1 - random.uniform()) * burst.every)
      if (at > 0) bursts.push(at);

  const tide = (at: number): number =>
    cell.happening === "diurnal" ? 1 + swing * Math.sin((2 * Math.PI * (at + phase)) / day) : 1;

  const refusals = serveRefusals(cell, random);

  const counts = (requests: number, errors: number, version: "stable" | "canary"): Counts => {
    const drawn = drawDurations(random, requests, upTo[version]);
    const durations = drawn.map((inBucket, bucket) => ({
      upToMilliseconds: bounds[bucket] ?? null,
      requests: inBucket,
    }));
    return { requests, errors, clientErrors: 0, durations };
  };

  return {
    window: (from, to, weight) => {
      const middle = (from + to) / 2;
      const all = random.poisson(((cell.rate * (to - from)) / 60) * tide(middle));
      const ofCanary = random.binomial(all, weight / 1000);
      const base = cell.baseline * tide(middle);
      const both = bursts.reduce((sum, at) => sum + overlap(from, to, at, burst.seconds), 0) * burst.fails;
      const single = overlap(from, to, start, blip.seconds) * blip.fails;
      const ofStable = base + both + (cell.happening === "stable blip" ? single : 0);
      const inCommon = base + both + (cell.happening === "canary blip" ? single : 0);
      const errors = random.binomial(ofCanary, inCommon);
      const hurt = random.binomial(ofCanary - errors, cell.excess / (1 - inCommon));
      const stable = counts(all - ofCanary, random.binomial(all - ofCanary, ofStable), "stable");
      const canary = counts(ofCanary, errors + hurt, "canary");
      const refused = refusals(from, to, weight / 1000, { stable, canary });
      return {
        stable: refused.stable,
        canary: refused.canary,
        hurt: cell.slower > 1 ? ofCanary : hurt + refused.hurt,
        measured: cell.happening !== "outage" || overlap(from, to, start, outage.seconds) === 0,
      };
    },
    hurtAfter: (from, to) => {
      const all = random.poisson((cell.rate * Math.max(0, to - from)) / 60);
      return cell.slower > 1 ? all : random.binomial(all, cell.excess + (cell.refused?.excess ?? 0));
    },
  };
};

let last = { seconds: -1, text: "" };
/** The end of a window is the start of the next. */
const isoAt = (seconds: number): string => {
  if (last.seconds !== seconds) last = { seconds, text: new Date(seconds * 1000).toISOString() };
  return last.text;
};

/** The window as the judge gets it. */
export const lookOf = (from: number, to: number, { stable, canary, measured }: Window): Look =>
  measured
    ? { outcome: "measured", from: isoAt(from), to: isoAt(to), stable, canary, guards: [] }
    : { outcome: "unavailable", from: isoAt(from), to: isoAt(to), reason: "no metrics" };
