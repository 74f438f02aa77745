import type { Database } from "@caravan/database";
import type { Move } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { warehouseStock } from "./schema.ts";

const warehouses = ["north", "south", "coast"] as const;

/** The catalogue's SKUs: CAR-0001 to CAR-0072. */
const skuCount = 72;

/** Pieces come in lots. */
const lotPieces = 25;

/** Between 500 and 5000 pieces in all, the same for a SKU every time. */
const firstLots = (number: number): number => 20 + ((number * 67) % 181);

/** Spreads lots evenly; the remainder goes to the first ones. */
const shareOf = (lots: number, i: number): number => Math.ceil((lots - i) / warehouses.length);

/**
 * Gives every SKU a row in every warehouse, and those that had none anywhere their first delivery, with the ledger lines.
 * Stock from before there were several warehouses stays in the north, and the others start empty: as long as the previous
 * version runs it knows the north only. Run again, it changes nothing.
 */
export const seedStock = (database: Database, at: Date): Promise<{ stocked: number }> =>
  database.transaction(async (tx) => {
    const rows = await tx
      .select({ sku: warehouseStock.sku, warehouse: warehouseStock.warehouse })
      .from(warehouseStock);
    const placesOf = new Map(
      [...Map.groupBy(rows, ({ sku }) => sku)].map(([sku, own]) => [sku, own.map((row) => row.warehouse)]),
    );
    const missing = Array.from({ length: skuCount }, (_, i) => i + 1).flatMap((number) => {
      const sku = `CAR-${String(number).padStart(4, "0")}`;
      const places = placesOf.get(sku);
      return warehouses
        .map((warehouse, i) => ({
          sku,
          warehouse,
          onHand: places === undefined ? lotPieces * shareOf(firstLots(number), i) : 0,
        }))
        .filter(({ warehouse }) => !places?.includes(warehouse));
    });
    if (missing.length === 0) return { stocked: 0 };
    await tx.insert(warehouseStock).values(missing);
    const deliveries = missing.flatMap(({ sku, warehouse, onHand }): Move[] =>
      onHand === 0 ? [] : [{ sku, warehouse, reason: "stocked", onHandDelta: onHand, ...byTheSystem }],
    );
    await recordMoves(tx, deliveries, at);
    return { stocked: new Set(deliveries.map(({ sku }) => sku)).size };
  });

const byTheSystem = { reservedDelta: 0, reservationId: null, note: null, actor: null };
