import { type Database, hashRequest, idempotent } from "@caravan/database";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { StockStore } from "../dependencies.ts";
import { stockUnknown } from "../domain/refusals.ts";
import { stockReply } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { movements, stock } from "./schema.ts";
import { levelsOf } from "./stock-levels.ts";

export const openStock = (database: Database): StockStore => ({
  levels: (skus) => levelsOf(database.drizzle, skus),

  movements: ({ sku, before, limit }) =>
    database.drizzle
      .select()
      .from(movements)
      .where(and(eq(movements.sku, sku), before === undefined ? undefined : lt(movements.id, before)))
      .orderBy(desc(movements.id))
      .limit(limit),

  restock: ({ sku, quantity, key, at }) =>
    idempotent(
      {
        database,
        scope: "restock",
        key,
        requestHash: hashRequest({ sku, quantity }),
        newResourceId: () => sku,
      },
      ({ complete }) =>
        database.transaction(async (tx) => {
          const [arrived] = await tx
            .update(stock)
            .set({ onHand: sql`${stock.onHand} + ${quantity}` })
            .where(eq(stock.sku, sku));
          if (arrived.affectedRows === 0) throw stockUnknown(sku);
          const stocked = { reason: "stocked", onHandDelta: quantity, reservedDelta: 0 } as const;
          await recordMoves(tx, [{ sku, ...stocked, reservationId: null }], at);
          const [level] = await levelsOf(tx, [sku]);
          if (level === undefined) throw stockUnknown(sku);
          const response = { status: 200, body: stockReply(level) };
          await complete(tx, response);
          return response;
        }),
    ),
});
