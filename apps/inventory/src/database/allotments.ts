import { type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import type { AllotmentStore } from "../dependencies.ts";
import { allocate } from "../domain/allocation.ts";
import {
  type Allotment,
  closed,
  movesOfAllotment,
  type NewAllotment,
  opened,
  piecesLeft,
} from "../domain/allotment.ts";
import { allotmentUnknown } from "../domain/refusals.ts";
import {
  allotmentOfSale,
  allotmentsOf,
  insertAllotment,
  insertPlaces,
  lockAllotments,
  markClosed,
} from "./allotment-rows.ts";
import { bookMoves } from "./book-moves.ts";
import { Short } from "./short.ts";
import { lockLevels } from "./stock-levels.ts";

export const openAllotments = (database: Database): AllotmentStore => ({
  find: async (id) => (await allotmentsOf(database.drizzle, [id]))[0],
  findBySale: (saleId) => allotmentOfSale(database.drizzle, saleId),
  async open(wanted, now) {
    try {
      const allotment = await database.transaction((tx) => take(tx, wanted, now));
      return { outcome: "opened", allotment };
    } catch (error) {
      if (error instanceof Short) return { outcome: "short", levels: error.levels };
      if (isDuplicateEntry(error, "allotments_sale")) return { outcome: "sale-known" };
      throw error;
    }
  },
  close: (id, now) => database.transaction((tx) => giveBack(tx, id, now)),
});

const take = async (tx: Transaction, wanted: NewAllotment, now: Date): Promise<Allotment> => {
  await insertAllotment(tx, wanted, now);
  const levels = await lockLevels(tx, [wanted.sku]);
  const allocations = allocate([{ sku: wanted.sku, quantity: wanted.pieces }], levels);
  if (allocations === undefined) throw new Short(levels);
  const allotment = opened(wanted, allocations);
  await insertPlaces(tx, allotment);
  await bookMoves(tx, movesOfAllotment(wanted.id, "reserved", allocations), now);
  return allotment;
};

const giveBack = async (tx: Transaction, id: string, now: Date): Promise<Allotment> => {
  const [allotment] = await lockAllotments(tx, [id]);
  if (allotment === undefined) throw allotmentUnknown(id);
  if (allotment.status === "closed") return allotment;
  await markClosed(tx, id);
  await bookMoves(tx, movesOfAllotment(id, "released", piecesLeft(allotment)), now);
  return closed(allotment);
};
