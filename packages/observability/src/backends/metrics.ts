import * as v from "valibot";
import { askJson } from "./answer.ts";

const Value = v.tuple([v.number(), v.pipe(v.string(), v.transform(Number))]);
const Answer = v.object({
  data: v.variant("resultType", [
    v.object({
      resultType: v.literal("vector"),
      result: v.array(v.object({ metric: v.record(v.string(), v.string()), value: Value })),
    }),
    v.object({ resultType: v.literal("scalar"), result: Value }),
  ]),
});

/** One series of an answer: its labels and its value now. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Evaluates PromQL, at this moment or another. `base` is the address of Prometheus or of a store that speaks its API. */
export const queryMetrics = async (base: string, promql: string, at?: Date): Promise<Sample[]> => {
  const url = new URL("/api/v1/query", base);
  url.searchParams.set("query", promql);
  if (at !== undefined) url.searchParams.set("time", String(at.getTime() / 1000));
  const { data } = await askJson(url, Answer);
  if (data.resultType === "scalar") return [{ labels: {}, value: data.result[1] }];
  return data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value }));
};
