import type { LoadResult } from "../load/closed-loop.ts";
import type { SagaRun } from "../saga/run-saga.ts";
import { perSecond } from "../show.ts";

/** What was served of a load, in one form for requests and orders. */
export interface Served {
  readonly perSecond: number;
  readonly p99Milliseconds: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** Requests that succeeded. */
export const servedLoad = (load: LoadResult): Served => ({
  perSecond: perSecond(load),
  p99Milliseconds: load.latencies.percentile(99),
  failures: load.failures,
});

/** Orders that were confirmed, by the order service's clock; those that were paid and are not confirmed failed. */
export const servedOrders = ({ load, confirmations }: Pick<SagaRun, "load" | "confirmations">): Served => ({
  perSecond: confirmations.confirmed === 0 ? 0 : confirmations.confirmed / confirmations.seconds,
  p99Milliseconds: confirmations.sincePlaced.percentile(99),
  failures: { ...load.failures, ...(confirmations.open > 0 && { "not confirmed": confirmations.open }) },
});

/** Of what it serves alone the shop is to keep so much in the rush of a sale. */
export const aim = 0.7;

/** The share that is kept; 0 when nothing is served alone either. */
export const keptShare = (alone: Served, during: Served): number =>
  alone.perSecond === 0 ? 0 : during.perSecond / alone.perSecond;
