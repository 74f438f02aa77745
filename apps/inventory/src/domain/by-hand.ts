import { countBelowReserved, stockUnknown, warehouseUnknown } from "./refusals.ts";
import type { Level, Move } from "./stock.ts";

/** A change of one level by staff: returns the ledger line, or refuses. */
export type ByHand = (level: Level) => Move;

/** Pieces have arrived. */
export const arrival =
  ({ quantity, actor }: { quantity: number; actor: string }): ByHand =>
  (level) => ({ ...lineOf(level), reason: "stocked", onHandDelta: quantity, note: null, actor });

/**
 * A count by staff. A count that confirms the books is recorded as well.
 *
 * @throws Refusal `count-below-reserved`
 */
export const correction =
  ({ counted, reason, actor }: { counted: number; reason: string; actor: string }): ByHand =>
  (level) => {
    if (counted < level.reserved) throw countBelowReserved(counted, level);
    return {
      ...lineOf(level),
      reason: "counted",
      onHandDelta: counted - level.onHand,
      note: reason,
      actor,
    };
  };

/** The level of a SKU in a warehouse. @throws Refusal `sku-unknown`, `warehouse-unknown` */
export const levelAt = (levels: readonly Level[], sku: string, warehouse: string): Level => {
  const own = levels.filter((level) => level.sku === sku);
  if (own.length === 0) throw stockUnknown(sku);
  const level = own.find((it) => it.warehouse === warehouse);
  if (level !== undefined) return level;
  throw warehouseUnknown(warehouse, own.map((it) => it.warehouse).sort());
};

const noCause = { reservationId: null, allotmentId: null };
const lineOf = ({ sku, warehouse }: Level) => ({ sku, warehouse, reservedDelta: 0, ...noCause });
