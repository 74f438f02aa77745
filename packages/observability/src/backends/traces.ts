import { orderAttribute } from "@caravan/tracing";
import * as v from "valibot";
import { askJson } from "./answer.ts";

const KeyValue = v.object({ key: v.string(), value: v.union([v.string(), v.number(), v.boolean()]) });

const Trace = v.object({
  traceID: v.string(),
  processes: v.record(v.string(), v.object({ serviceName: v.string() })),
  spans: v.array(
    v.object({
      spanID: v.string(),
      operationName: v.string(),
      processID: v.string(),
      /** Microseconds since 1970. */
      startTime: v.number(),
      /** Microseconds. */
      duration: v.number(),
      tags: v.array(KeyValue),
      references: v.optional(
        v.array(v.object({ refType: v.string(), spanID: v.string(), traceID: v.string() })),
        [],
      ),
    }),
  ),
});
export type Trace = v.InferOutput<typeof Trace>;

const Traces = v.object({ data: v.nullish(v.array(Trace), []) });

/** One trace by its id; undefined when it was not kept. `base` is the address of Jaeger. */
export async function readTrace(base: string, id: string): Promise<Trace | undefined> {
  const { data } = await askJson(new URL(`/api/traces/${encodeURIComponent(id)}`, base), Traces);
  return data?.[0];
}

/** The traces that hold a span about this order, of one service, the newest first. */
export async function tracesOfOrder(base: string, orderId: string, service = "order"): Promise<Trace[]> {
  const url = new URL("/api/traces", base);
  url.searchParams.set("service", service);
  url.searchParams.set("tags", JSON.stringify({ [orderAttribute]: orderId }));
  url.searchParams.set("lookback", "custom");
  const { data } = await askJson(url, Traces);
  return data ?? [];
}
