import { QueryAnswer, queryUrl, type Sample, samplesOf } from "@caravan/promql";
import { askJson } from "./answer.ts";

/** Evaluates PromQL, at this moment or another. `base` is the address of Prometheus or of a store that speaks its API. */
export const queryMetrics = async (base: string, promql: string, at?: Date): Promise<Sample[]> =>
  samplesOf(await askJson(queryUrl(base, promql, at), QueryAnswer));
