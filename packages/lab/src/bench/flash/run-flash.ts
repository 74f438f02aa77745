import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { readCatalogue } from "../catalogue.ts";
import { deployPods } from "../hop/deploy.ts";
import { throughIngress } from "../hop/run-hop.ts";
import type { LoadResult } from "../load/closed-loop.ts";
import type { CpuUse } from "../processes/cpu.ts";
import type { Stage } from "../stage.ts";
import { openStageDatabase } from "../stage-database.ts";
import { rush } from "./rush.ts";
import { openSales } from "./sales.ts";

/** One rush at so many requests at a time. */
export interface FlashRun {
  readonly connections: number;
  readonly shoppers: number;
  readonly pieces: number;
  /** Every click that was decided; "sold out" is a decision. */
  readonly load: LoadResult;
  /** How often each decision was told. */
  readonly told: Readonly<Record<string, number>>;
  /** From the first click until the last piece had a ticket. */
  readonly soldOutSeconds: number;
  /** From the first click until every ticket was an order. */
  readonly orderedSeconds: number;
  readonly cpu: CpuUse;
  /** A bare call through the ingress, measured in the same run. */
  readonly bare: LoadResult;
}

/** What is sold, and to how many. */
export interface FlashOptions {
  readonly connections: readonly number[];
  /** Seconds of the bare calls. */
  readonly seconds: number;
  readonly shoppers: number;
  readonly pieces: number;
}

/** A rush: all shoppers take part beforehand, then each clicks one to five times, as fast as so many connections can. */
export const runFlash = async (stage: Stage, options: FlashOptions): Promise<FlashRun[]> => {
  await deployPods(stage);
  const sales = await openSales(stage);
  const database = await openStageDatabase(stage, "flash");
  const bare = throughIngress(stage);
  const meter = await stage.meter();
  const runs: FlashRun[] = [];
  // A rush takes an article's whole stock, and unpaid orders keep it for a while: each has one of its own.
  const articles = await readCatalogue(stage.addresses.shop);
  for (const [i, connections] of options.connections.entries()) {
    const sku = articles[i % articles.length]?.sku ?? "";
    await bare(connections, 1);
    const bareLoad = await bare(connections, options.seconds);
    stage.note(`flash, ${connections} at a time: ${options.shoppers} shoppers take part …`);
    const sale = await sales.open(sku, { ...options, connections });
    stage.note(`flash, ${connections} at a time: the rush …`);
    const started = performance.now();
    const ordered = watchOrders(database, sale.id, options.pieces, started, stage.signal);
    const { result, cpu } = await meter.during(() => rush(sale, options.pieces, stage.signal));
    const orderedSeconds = await ordered;
    await sales.end(sale);
    runs.push({
      ...{ connections, shoppers: sale.crowd.flat().length, pieces: options.pieces, cpu, bare: bareLoad },
      ...{ ...result, orderedSeconds },
    });
  }
  return runs;
};

/** How long it takes until so many tickets are orders. */
const watchOrders = async (
  database: Connection,
  saleId: string,
  pieces: number,
  started: number,
  signal: AbortSignal,
): Promise<number> => {
  const query = "select count(order_id) as ordered from tickets where sale_id = ?";
  for (;;) {
    const [rows] = await database.query<RowDataPacket[]>(query, [saleId]);
    if (Number(rows[0]?.ordered) >= pieces) return (performance.now() - started) / 1000;
    if (performance.now() - started > 300_000) return Number.POSITIVE_INFINITY;
    await sleep(100, undefined, { signal });
  }
};
