import type { Database } from "@caravan/database";
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

/** Gives every SKU that is in no warehouse its first delivery, with the ledger lines. Run again, it changes nothing. */
export const seedStock = (database: Database, at: Date): Promise<{ stocked: number }> =>
  database.transaction(async (tx) => {
    const rows = await tx.selectDistinct({ sku: warehouseStock.sku }).from(warehouseStock);
    const known = new Set(rows.map(({ sku }) => sku));
    const missing = Array.from({ length: skuCount }, (_, i) => i + 1)
      .map((number) => ({ number, sku: `CAR-${String(number).padStart(4, "0")}` }))
      .filter(({ sku }) => !known.has(sku));
    if (missing.length === 0) return { stocked: 0 };
    const delivered = missing.flatMap(({ number, sku }) =>
      warehouses.map((warehouse, i) => ({
        ...{ sku, warehouse },
        onHand: lotPieces * shareOf(firstLots(number), i),
      })),
    );
    await tx.insert(warehouseStock).values(delivered);
    const deliveries = delivered.map(({ onHand, ...place }) => ({
      ...delivery,
      ...place,
      onHandDelta: onHand,
    }));
    await recordMoves(tx, deliveries, at);
    return { stocked: missing.length };
  });

const delivery = {
  reason: "stocked",
  reservedDelta: 0,
  reservationId: null,
  allotmentId: null,
  note: null,
  actor: null,
} as const;
