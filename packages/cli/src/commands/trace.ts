import { OrderId, orderRoutes } from "@caravan/contracts";
import { hotOrWarm, readTrace, type Trace, tracesOfOrder, waterfall } from "@caravan/observability";
import { isTraceId } from "@caravan/terminal/arguments";
import { Trouble } from "@caravan/toolchain";
import { Command } from "commander";
import * as v from "valibot";
import { openObservability } from "../observability.ts";
import { openSession } from "../session.ts";

/** So much of what was typed is said again. */
const mostShown = 60;

/** The span of the request that places an order: its trace is the order's. */
const placing = `${orderRoutes.placeOrder.method} ${orderRoutes.placeOrder.path}`;

/** @throws Trouble when it is neither an order's id nor a trace's */
const tracesOf = async (base: string, id: string): Promise<Trace[]> => {
  const shown = id.slice(0, mostShown);
  if (isTraceId(id)) {
    const trace = await readTrace(base, id.toLowerCase());
    return trace ? [trace] : [];
  }
  if (v.is(OrderId, id)) return tracesOfOrder(base, id, placing);
  throw new Trouble(`"${shown}" is neither the id of an order nor of a trace.`, [
    "An order's begins with ord_ (./caravan orders list), a trace's is 32 hexadecimal digits (trace_id in a log line).",
  ]);
};

export const traceCommand = (): Command =>
  new Command("trace")
    .description("the way of an order, or of one request, through all services (with up --observability)")
    .argument("<id>", "the id of an order, or of a trace")
    .option("--json", "for scripts: the traces with all their spans")
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { kube } = await openSession(["kubectl"]);
      const addresses = await openObservability(kube);
      const { base, traces } = await hotOrWarm(addresses, (store) => tracesOf(store, id));
      if (json) return console.log(JSON.stringify(traces, null, 2));
      if (traces.length === 0)
        throw new Trouble(`No trace of ${id} is kept.`, [
          "Of traces without an error and without a slow step a share is kept, for as long as charts/observability says; of what was before ./caravan up --observability, none.",
        ]);
      const isPlaced = traces.some(({ spans }) => spans.some((span) => span.operationName === placing));
      if (!isTraceId(id) && !isPlaced)
        console.error("The trace of the request that placed it is not kept. What changed the order later:\n");
      console.log(traces.map((trace) => waterfall(trace)).join("\n\n"));
      console.log(`\n${traces.map(({ traceID }) => `${base}/trace/${traceID}`).join("\n")}`);
    });
