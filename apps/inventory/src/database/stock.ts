import { type Database, hashRequest, idempotent } from "@caravan/database";
import { and, desc, eq, lt } from "drizzle-orm";
import type { HandsOn, StockStore, StoredReply } from "../dependencies.ts";
import { arrival, type ByHand, correction, levelAt } from "../domain/by-hand.ts";
import { applied, levelReply } from "../domain/stock.ts";
import { bookMoves, OutOfBounds } from "./book-moves.ts";
import { movements } from "./schema.ts";
import { levelsOf, lockLevels } from "./stock-levels.ts";

export const openStock = (database: Database): StockStore => ({
  levels: (skus) => levelsOf(database.drizzle, skus),

  movements: ({ sku, before, limit }) =>
    database.drizzle
      .select()
      .from(movements)
      .where(and(eq(movements.sku, sku), before === undefined ? undefined : lt(movements.id, before)))
      .orderBy(desc(movements.id))
      .limit(limit),

  restock: ({ quantity, ...where }) =>
    byHand(database, { scope: "restock", where, request: { quantity } }, arrival({ ...where, quantity })),

  correctCount: ({ counted, reason, ...where }) =>
    byHand(
      database,
      { scope: "count", where, request: { counted, reason } },
      correction({ ...where, counted, reason }),
    ),
});

/** Changes one level for staff, with its ledger line, once per key. */
const byHand = (
  database: Database,
  { scope, where, request }: { scope: string; where: HandsOn; request: object },
  decide: ByHand,
): Promise<StoredReply> => {
  const { sku, warehouse, key, at } = where;
  const requestHash = hashRequest({ sku, warehouse, ...request });
  return idempotent({ database, scope, key, requestHash, newResourceId: () => sku }, ({ complete }) =>
    database.transaction(async (tx) => {
      const level = levelAt(await lockLevels(tx, [sku]), sku, warehouse);
      const move = decide(level);
      const next = applied(level, move);
      await bookMoves(tx, [move], at);
      if (next === undefined) throw new OutOfBounds();
      const response = { status: 200, body: levelReply(next) };
      await complete(tx, response);
      return response;
    }),
  );
};
