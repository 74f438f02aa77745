import { until } from "@caravan/toolchain";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { ordersOver } from "../../shop-orders.ts";
import { readCatalogue } from "../catalogue.ts";
import { rush } from "../flash/rush.ts";
import { openSales, type SaleSize } from "../flash/sales.ts";
import { type LoadResult, runClosedLoop } from "../load/closed-loop.ts";
import { pageTargets, readers } from "../pages/run-pages.ts";
import { buyFor } from "../saga/run-saga.ts";
import { withShoppers } from "../shoppers.ts";
import type { LoadOptions, Stage } from "../stage.ts";
import { openStageDatabase } from "../stage-database.ts";
import { type Served, servedLoad, servedOrders } from "./served.ts";

/** One figure of the shop without a sale, and in the rush of one. */
export interface BesideRun {
  readonly what: string;
  readonly connections: number;
  readonly alone: Served;
  readonly during: Served;
  /** The clicks meanwhile, decided or not. */
  readonly rush: LoadResult;
}

/** The load of each figure, and the sales that it is measured beside. */
export interface BesideOptions extends LoadOptions, Omit<SaleSize, "connections"> {
  /** Lanes of the crowd of each sale. */
  readonly crowd: number;
}

/** Measures what the shop serves alone, and at once afterwards in the rush of a sale: pages, the API behind them, and orders. */
export const runBeside = async (stage: Stage, options: BesideOptions): Promise<BesideRun[]> => {
  const { signal, note } = stage;
  const { seconds } = options;
  const order = await openStageDatabase(stage, "order");
  const beside = await openRushes(stage, options);
  const products = await readCatalogue(stage.addresses.shop);
  // A sale may take all of an article: each has one of its own, of which nothing is bought. `bench flash` sells the first ones.
  const figures = options.connections.length * (pageTargets.length + 1);
  const [sold, bought] = [products.slice(-figures), products.slice(figures, -figures)];
  if (bought.length === 0)
    throw new Error(`the shop has too few articles for ${figures} sales and for orders beside them`);
  const runs: BesideRun[] = [];
  const measure = async (what: string, connections: number, load: () => Promise<Served>): Promise<void> => {
    note(`${what}, ${connections} at a time: alone …`);
    const alone = await load();
    note(`${what}, ${connections} at a time: a sale is prepared …`);
    const { result: during, clicks } = await beside(sold[runs.length]?.sku ?? "", load);
    runs.push({ what, connections, alone, during, rush: clicks });
  };
  const buy = (lanes: number, forSeconds: number) =>
    buyFor(stage, bought, lanes, forSeconds, ordersOver(order));
  for (const lanes of options.connections) {
    for (const { what, path } of pageTargets)
      await withShoppers(stage, lanes, async (shoppers) => {
        const paths = products.map(({ id }) => path(id));
        const sends = readers(shoppers, paths);
        await runClosedLoop(sends, Math.min(3, seconds), signal); // connections, compiled code
        await measure(what, lanes, async () => servedLoad(await runClosedLoop(sends, seconds, signal)));
      });
    await buy(lanes, Math.min(5, seconds));
    await measure("orders, placed to confirmed", lanes, async () => servedOrders(await buy(lanes, seconds)));
  }
  return runs;
};

/** Does some work in the rush of a sale that has just opened. The rush lasts as long as the work. */
const openRushes = async (stage: Stage, { crowd, shoppers, pieces }: BesideOptions) => {
  const [sales, flash] = [await openSales(stage), await openStageDatabase(stage, "flash")];
  return async <T>(sku: string, work: () => Promise<T>): Promise<{ result: T; clicks: LoadResult }> => {
    const sale = await sales.open(sku, { connections: crowd, shoppers, pieces });
    stage.note("  and in its rush …");
    let goesOn = true;
    const rushed = rush(sale, pieces, stage.signal, () => goesOn);
    const end = () => {
      goesOn = false;
    };
    const [result, { load }] = await Promise.all([work().finally(end), rushed]);
    await sales.end(sale);
    // What is left of it would be counted against the next figure.
    await untilOrdered(flash, sale.id, stage.signal);
    return { result, clicks: load };
  };
};

/** Waits until each piece that was told is an order. */
const untilOrdered = (flash: Connection, saleId: string, signal: AbortSignal): Promise<true> => {
  const query =
    "select count(*) as open from tickets where sale_id = ? and status = 'admitted' and order_id is null";
  return until(
    `all pieces of the sale ${saleId}, which has ended, are orders`,
    async () => {
      const [rows] = await flash.query<RowDataPacket[]>(query, [saleId]);
      return Number(rows[0]?.open) === 0 || undefined;
    },
    { timeoutSeconds: 120, intervalMilliseconds: 200, signal },
  );
};
