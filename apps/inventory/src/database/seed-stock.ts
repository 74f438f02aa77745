import type { Database } from "@caravan/database";
import type { Move } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { stock } from "./schema.ts";

/** The catalogue's SKUs: CAR-0001 to CAR-0072. */
const skuCount = 72;

/** Between 500 and 5000 pieces, the same for a SKU every time: round lots of 25, as they arrive. */
const firstDelivery = (number: number): number => 500 + 25 * ((number * 67) % 181);

/** Gives every SKU that has no stock yet its first delivery, with the ledger line; run again, it changes nothing. */
export const seedStock = (database: Database, at: Date): Promise<{ stocked: number }> =>
  database.transaction(async (tx) => {
    const known = new Set((await tx.select({ sku: stock.sku }).from(stock)).map((row) => row.sku));
    const deliveries = Array.from({ length: skuCount }, (_, i) => ({
      sku: `CAR-${String(i + 1).padStart(4, "0")}`,
      onHand: firstDelivery(i + 1),
    })).filter(({ sku }) => !known.has(sku));
    if (deliveries.length === 0) return { stocked: 0 };
    await tx.insert(stock).values(deliveries);
    const moves = deliveries.map(
      ({ sku, onHand }): Move => ({
        sku,
        reason: "stocked",
        onHandDelta: onHand,
        reservedDelta: 0,
        reservationId: null,
      }),
    );
    await recordMoves(tx, moves, at);
    return { stocked: deliveries.length };
  });
