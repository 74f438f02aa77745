import { setTimeout as sleep } from "node:timers/promises";
import { readCatalogue, type SoldProduct } from "../catalogue.ts";
import { type LoadResult, runClosedLoop, type Send } from "../load/closed-loop.ts";
import type { CpuUse } from "../processes/cpu.ts";
import type { PartMemory } from "../processes/memory.ts";
import { type Shopper, withShoppers } from "../shoppers.ts";
import type { LoadOptions, Stage } from "../stage.ts";
import { type Backlog, type Books, openBooks } from "./books.ts";
import { placeOrders } from "./place-orders.ts";

export interface OrderOptions extends LoadOptions {
  /** Lines per order. */
  lines: number;
}

/** Orders at one number of connections. The CPU time holds their events as well. */
export interface OrderRun {
  connections: number;
  load: LoadResult;
  cpu: CpuUse;
  /** The largest seen under load. */
  backlog: Backlog;
  /** From the last order to the last event applied. */
  settledAfterSeconds: number;
}

export interface OrderReport {
  lines: number;
  /** Without any load, for the same time. */
  rest: { seconds: number; cpu: CpuUse };
  runs: OrderRun[];
  memory: PartMemory[];
  /** What the books say when all is done. */
  books: { acknowledged: number; orders: number; committed: number; stockFaults: string[] };
}

const restSeconds = 5;

/** Places orders through the ingress with several numbers of connections, and looks into the books afterwards. */
export async function runOrders(stage: Stage, options: OrderOptions): Promise<OrderReport> {
  const products = await readCatalogue(stage.addresses.shop);
  const books = await openBooks(stage);
  await books.fillShelves();
  const meter = await stage.meter();
  stage.note("orders: warming up …");
  await withShoppers(stage, Math.max(...options.connections), (shoppers) =>
    runClosedLoop(lanes(shoppers, products, options.lines), Math.min(5, options.seconds), stage.signal),
  );
  await books.settle();
  const { cpu: rest } = await meter.during(() =>
    sleep(restSeconds * 1000, undefined, { signal: stage.signal }),
  );
  const before = await books.totals();
  const runs: OrderRun[] = [];
  for (const connections of options.connections) {
    stage.note(`orders, ${connections} at a time …`);
    const run = await withShoppers(stage, connections, async (shoppers) => {
      const sends = lanes(shoppers, products, options.lines);
      const watch = watchBacklog(books);
      const { result, cpu } = await meter.during(async () => {
        const load = await runClosedLoop(sends, options.seconds, stage.signal).finally(watch.stop);
        return { load, settledAfterSeconds: await books.settle() };
      });
      return { connections, ...result, cpu, backlog: await watch.largest };
    });
    runs.push(run);
  }
  const after = await books.totals();
  return {
    lines: options.lines,
    rest: { seconds: restSeconds, cpu: rest },
    runs,
    memory: await meter.memory(),
    books: {
      acknowledged: runs.reduce((sum, run) => sum + run.load.succeeded, 0),
      orders: after.orders - before.orders,
      committed: after.committed - before.committed,
      stockFaults: await books.stockFaults(),
    },
  };
}

function lanes(shoppers: readonly Shopper[], products: readonly SoldProduct[], lines: number): Send[] {
  const step = Math.ceil(products.length / shoppers.length);
  return shoppers.map((shopper, i) => placeOrders(shopper, products, lines, i * step));
}

/** Looks at the backlog every second until it is stopped. */
function watchBacklog(books: Books): { stop: () => void; largest: Promise<Backlog> } {
  const stopped = new AbortController();
  const watch = async () => {
    const largest = { unpublished: 0, held: 0 };
    while (!stopped.signal.aborted) {
      await sleep(1000, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) break;
      const { unpublished, held } = await books.backlog();
      largest.unpublished = Math.max(largest.unpublished, unpublished);
      largest.held = Math.max(largest.held, held);
    }
    return largest;
  };
  return { stop: () => stopped.abort(), largest: watch() };
}
