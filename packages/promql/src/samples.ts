import * as v from "valibot";

const Value = v.tuple([v.number(), v.pipe(v.string(), v.transform(Number))]);

/** What Prometheus, or a store that speaks its API, answers under `/api/v1/query`. */
export const QueryAnswer = v.object({
  data: v.variant("resultType", [
    v.object({
      resultType: v.literal("vector"),
      result: v.array(v.object({ metric: v.record(v.string(), v.string()), value: Value })),
    }),
    v.object({ resultType: v.literal("scalar"), result: Value }),
  ]),
});

/** One series of an answer: its labels and its value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Where to ask what a query gives, at this moment or another. `base` is the store's address. */
export const queryUrl = (base: string, promql: string, at?: Date): URL => {
  const url = new URL("/api/v1/query", base);
  url.searchParams.set("query", promql);
  if (at !== undefined) url.searchParams.set("time", String(at.getTime() / 1000));
  return url;
};

/** The series of an answer. */
export const samplesOf = ({ data }: v.InferOutput<typeof QueryAnswer>): Sample[] =>
  data.resultType === "scalar"
    ? [{ labels: {}, value: data.result[1] }]
    : data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value }));
