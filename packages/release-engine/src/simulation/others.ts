import { bounds } from "./durations.ts";
import { deadline, ledger, type Outcome } from "./outcome.ts";
import type { Service, Window } from "./service.ts";

/** As Prometheus' histogram_quantile does: linear within the bucket. */
const quantile = ({ canary }: Window, share: number): number => {
  const rank = share * canary.requests;
  let before = 0;
  for (const [bucket, { requests }] of canary.durations.entries()) {
    if (before + requests >= rank && requests > 0) {
      const from = bounds[bucket - 1] ?? 0;
      return from + ((bounds[bucket] ?? from) - from) * ((rank - before) / requests);
    }
    before += requests;
  }
  return bounds.at(-1) ?? 0;
};

/**
 * Flagger 1.44 with the metrics of its tutorial: each minute, success rate at least 99 % and p99 at most 500 ms of the canary's last minute. No data
 * is a failed check, and five of them in the life of a release roll it back. The weight grows by 5 % with each check that passes, to 50 %.
 */
export const runFlagger = (service: Service): Outcome => {
  const counted = ledger(service.hurtAfter);
  let weight = 50;
  let failed = 0;
  for (let at = 60; at <= deadline; at += 60) {
    const window = service.window(at - 60, at, weight);
    counted.add(window);
    const { requests, errors } = window.canary;
    const passes =
      window.measured && requests > 0 && errors / requests <= 0.01 && quantile(window, 0.99) <= 500;
    if (!passes) failed += 1;
    if (failed >= 5) return counted.end("rolled back", at);
    if (!passes) continue;
    if (weight >= 500) return counted.end("promoted", at);
    weight += 50;
  }
  return counted.end("held", deadline);
};

/**
 * Argo Rollouts 1.9 with the example of its documentation: 20 % more every ten minutes; from 40 % on, every five minutes the success rate of
 * the last five must be at least 95 %. The default `failureLimit` of 0 aborts at the first that is not, NaN (no request) among them; metrics that
 * cannot be read are errors, of which `consecutiveErrorLimit` 4 bears four in a row.
 */
export const runArgo = (service: Service): Outcome => {
  const counted = ledger(service.hurtAfter);
  let unread = 0;
  for (let at = 300; at <= 2400; at += 300) {
    const weight = 200 * Math.ceil(at / 600);
    const window = service.window(at - 300, at, weight);
    counted.add(window);
    if (weight < 400) continue;
    const { requests, errors } = window.canary;
    unread = window.measured ? 0 : unread + 1;
    if (unread > 4) return counted.end("rolled back", at);
    const passes = !window.measured || (requests > 0 && 1 - errors / requests >= 0.95);
    if (!passes) return counted.end("rolled back", at);
  }
  return counted.end("promoted", 2400);
};
