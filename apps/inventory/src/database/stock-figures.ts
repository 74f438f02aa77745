import type { Database } from "@caravan/database";
import { count, eq, sql, sum } from "drizzle-orm";
import { reservations, warehouseStock as stock } from "./schema.ts";

/** What the metrics show of the stock. */
export interface StockFigures {
  /** Pieces in each warehouse, over all SKUs. */
  readonly warehouses: readonly {
    readonly warehouse: string;
    readonly onHand: number;
    readonly reserved: number;
  }[];
  /** SKUs of which no warehouse has a free piece. */
  readonly soldOut: number;
  /** Reservations that hold pieces for orders which are not paid yet. */
  readonly held: number;
}

/** Reads the figures: two sums over the stock, and a count by an index. */
export const readStockFigures = async ({ drizzle }: Database): Promise<StockFigures> => {
  const free = drizzle
    .select({ free: sum(sql`${stock.onHand} - ${stock.reserved}`).mapWith(Number).as("free") })
    .from(stock)
    .groupBy(stock.sku)
    .as("free_pieces");
  const [warehouses, [soldOut], [held]] = await Promise.all([
    drizzle
      .select({
        warehouse: stock.warehouse,
        onHand: sum(stock.onHand).mapWith(Number),
        reserved: sum(stock.reserved).mapWith(Number),
      })
      .from(stock)
      .groupBy(stock.warehouse),
    drizzle.select({ skus: count() }).from(free).where(eq(free.free, 0)),
    drizzle.select({ count: count() }).from(reservations).where(eq(reservations.status, "held")),
  ]);
  return { warehouses, soldOut: soldOut?.skus ?? 0, held: held?.count ?? 0 };
};
