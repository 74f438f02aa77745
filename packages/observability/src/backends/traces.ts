import { orderAttribute } from "@caravan/tracing";
import * as v from "valibot";
import type { Addresses } from "./addresses.ts";
import { askJson, BackendFailed } from "./answer.ts";

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
export const readTrace = async (base: string, id: string): Promise<Trace | undefined> => {
  const url = new URL(`/api/traces/${encodeURIComponent(id)}`, base);
  const { data } = await askJson(url, Traces).catch((error: unknown) => {
    if (error instanceof BackendFailed && error.status === 404) return { data: [] };
    throw error;
  });
  return data?.[0];
};

/** Whether a trace did something about an order: one that only read it, as a page or `orders show` does, is none of the order's. */
const changed = ({ spans }: Trace, orderId: string): boolean =>
  spans.some(
    ({ operationName, tags }) =>
      !/^(GET|HEAD) /.test(operationName) &&
      tags.some(({ key, value }) => key === orderAttribute && value === orderId),
  );

/**
 * The trace of an order: the one whose span of this operation, the request that placed it, names the order. Without it, since it
 * was not kept, the traces of other requests that changed the order. The oldest first: a repeated request has a later trace of its
 * own.
 */
export const tracesOfOrder = async (base: string, orderId: string, placing: string): Promise<Trace[]> => {
  const search = async (operation?: string) => {
    const url = new URL("/api/traces", base);
    url.searchParams.set("service", "order");
    if (operation !== undefined) url.searchParams.set("operation", operation);
    url.searchParams.set("tags", JSON.stringify({ [orderAttribute]: orderId }));
    url.searchParams.set("lookback", "custom");
    const { data } = await askJson(url, Traces);
    return (data ?? []).toSorted((a, b) => beginOf(a) - beginOf(b));
  };
  const [own] = await search(placing);
  return own === undefined ? (await search()).filter((trace) => changed(trace, orderId)) : [own];
};

/**
 * Looks among the traces of the last days, and where none is found, among those kept for months.
 *
 * @returns the address of the store that has them as well
 */
export const hotOrWarm = async (
  { traces: hot, warmTraces }: Addresses,
  find: (base: string) => Promise<Trace[]>,
): Promise<{ base: string; traces: Trace[] }> => {
  const traces = await find(hot);
  if (traces.length > 0 || warmTraces === undefined) return { base: hot, traces };
  return { base: warmTraces, traces: await find(warmTraces) };
};

const beginOf = ({ spans }: Trace) => Math.min(...spans.map(({ startTime }) => startTime));
