import { runBeside } from "./beside/run-beside.ts";
import { showBeside } from "./beside/show-beside.ts";
import { runFlash } from "./flash/run-flash.ts";
import { showFlash } from "./flash/show-flash.ts";
import { runHop } from "./hop/run-hop.ts";
import { showHop } from "./hop/show-hop.ts";
import { runLoop } from "./loop/run-loop.ts";
import { showLoop } from "./loop/show-loop.ts";
import { runOrders } from "./orders/run-orders.ts";
import { showOrders } from "./orders/show-orders.ts";
import { runPages } from "./pages/run-pages.ts";
import { showPages } from "./pages/show-pages.ts";
import { readRefusals, refusedSince, showRefusals } from "./refusals.ts";
import { runSaga } from "./saga/run-saga.ts";
import { showSaga } from "./saga/show-saga.ts";
import { runSetup } from "./setup/run-setup.ts";
import { showSetup } from "./setup/show-setup.ts";
import { type OpenEmbedded, onStage, type Stage } from "./stage.ts";

/** Default duration and load. */
export interface BenchOptions {
  /** Seconds of load per figure. */
  seconds: number;
  /** Requests at a time, one figure after the other. */
  connections?: number[];
  /** Edits of each file. */
  rounds: number;
}

/** A benchmark's figures, and their tables. */
export interface Measured {
  report: unknown;
  tables: string;
  /** Why the figures are void. */
  refused?: string | undefined;
}

const measured = <T>(report: T, show: (report: T) => string): Measured => ({ report, tables: show(report) });

/** A benchmark whose traffic must not be refused: refusals that the gateway counts make its figures void. */
const underLoad = async <T>(
  open: OpenEmbedded,
  run: (stage: Stage) => Promise<T>,
  show: (report: T) => string,
): Promise<Measured> =>
  onStage(await open(), async (stage) => {
    const before = await readRefusals(stage.kube);
    const report = await run(stage);
    const refused = showRefusals(refusedSince(before, await readRefusals(stage.kube)));
    return { report, tables: show(report), refused };
  });

/** The benchmarks by name, in the order in which all of them run; the last one restarts the shop. */
export const benchmarks: Readonly<
  Record<string, (open: OpenEmbedded, options: BenchOptions) => Promise<Measured>>
> = {
  hop: (open, { seconds, connections = [1, 32] }) =>
    underLoad(open, (stage) => runHop(stage, { seconds, connections }), showHop),
  pages: (open, { seconds, connections = [16, 64] }) =>
    underLoad(open, (stage) => runPages(stage, { seconds, connections }), showPages),
  orders: (open, { seconds, connections = [16, 32, 64] }) =>
    underLoad(open, (stage) => runOrders(stage, { seconds, connections }), showOrders),
  saga: (open, { seconds, connections = [16, 32, 64] }) =>
    underLoad(open, (stage) => runSaga(stage, { seconds, connections }), showSaga),
  flash: (open, { seconds, connections = [32, 64] }) =>
    underLoad(
      open,
      (stage) => runFlash(stage, { seconds, connections, shoppers: 5000, pieces: 1000 }),
      showFlash,
    ),
  beside: (open, { seconds, connections = [16, 64] }) =>
    underLoad(
      open,
      (stage) => runBeside(stage, { seconds, connections, crowd: 32, shoppers: 2000, pieces: 500 }),
      showBeside,
    ),
  loop: async (open, { rounds }) =>
    measured(await onStage(await open(), (stage) => runLoop(stage, { rounds })), showLoop),
  setup: async (open) => measured(await runSetup(open, (text) => console.error(text)), showSetup),
};
