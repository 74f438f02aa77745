import type { Movement, MovementReason, StockLevel, WarehouseLevel } from "@caravan/contracts";
import { type Allocation, byPlace } from "./goods.ts";

/** Stock of one SKU in one warehouse; 0 ≤ reserved ≤ onHand, always. */
export interface Level {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** What is done to stock for a reservation, and the word the ledger has for it. */
export type StockEffect = Exclude<MovementReason, "stocked" | "counted">;

/** A change of the stock of one SKU in one warehouse. */
export interface Delta {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
}

/** One line of the ledger. `note` and `actor`: why, and which member of staff. */
export interface Move extends Delta {
  readonly reason: MovementReason;
  readonly reservationId: string | null;
  readonly allotmentId: string | null;
  readonly note: string | null;
  readonly actor: string | null;
}

/** A stored line of the ledger. */
export interface RecordedMove extends Move {
  readonly id: number;
  readonly at: Date;
}

/** The change by each effect, per piece. */
const perPiece: Record<StockEffect, { onHand: -1 | 0 | 1; reserved: -1 | 0 | 1 }> = {
  reserved: { onHand: 0, reserved: 1 },
  committed: { onHand: -1, reserved: -1 },
  released: { onHand: 0, reserved: -1 },
  expired: { onHand: 0, reserved: -1 },
  returned: { onHand: 1, reserved: 0 },
};

/** The ledger lines of a reservation's effects: one per effect and allocation. */
export const movesOf = (
  reservation: { readonly id: string; readonly allocations: readonly Allocation[] },
  effects: readonly StockEffect[],
): Move[] =>
  effects.flatMap((reason) =>
    reservation.allocations.map(({ sku, warehouse, quantity }) => ({
      sku,
      warehouse,
      reason,
      onHandDelta: perPiece[reason].onHand * quantity,
      reservedDelta: perPiece[reason].reserved * quantity,
      reservationId: reservation.id,
      allotmentId: null,
      note: null,
      actor: null,
    })),
  );

const placeOf = ({ sku, warehouse }: { sku: string; warehouse: string }): string => `${sku}/${warehouse}`;

/** The sum of moves: one delta per SKU and warehouse that changes, in the order of locking. */
export const netOf = (moves: readonly Delta[]): Delta[] =>
  [...Map.groupBy(moves, placeOf).values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [others.reduce(plus, first)]))
    .map(({ sku, warehouse, onHandDelta, reservedDelta }) => ({ sku, warehouse, onHandDelta, reservedDelta }))
    .filter(({ onHandDelta, reservedDelta }) => onHandDelta !== 0 || reservedDelta !== 0)
    .sort(byPlace);

const plus = (a: Delta, b: Delta): Delta => ({
  ...a,
  onHandDelta: a.onHandDelta + b.onHandDelta,
  reservedDelta: a.reservedDelta + b.reservedDelta,
});

/** The level after a delta, or undefined outside of its bounds: the guard in SQL decides the same. */
export const applied = (level: Level, delta: Delta): Level | undefined => {
  const onHand = level.onHand + delta.onHandDelta;
  const reserved = level.reserved + delta.reservedDelta;
  return 0 <= reserved && reserved <= onHand ? { ...level, onHand, reserved } : undefined;
};

/** The levels after deltas: all of them, or undefined when one is outside of its bounds. */
export const allApplied = (levels: readonly Level[], deltas: readonly Delta[]): Level[] | undefined => {
  const next = new Map(levels.map((level) => [placeOf(level), level]));
  for (const delta of deltas) {
    const level = next.get(placeOf(delta));
    const changed = level && applied(level, delta);
    if (changed === undefined) return undefined;
    next.set(placeOf(delta), changed);
  }
  return [...next.values()];
};

/** Stock of each SKU over all warehouses. */
export const totalsOf = (levels: readonly Level[]): StockLevel[] =>
  [...Map.groupBy(levels, ({ sku }) => sku)].map(([sku, own]) => {
    const onHand = own.reduce((sum, level) => sum + level.onHand, 0);
    const reserved = own.reduce((sum, level) => sum + level.reserved, 0);
    return { sku, onHand, reserved, free: onHand - reserved };
  });

/** The level in replies to staff. */
export const levelReply = (level: Level): WarehouseLevel => ({
  ...level,
  free: level.onHand - level.reserved,
});

/** The ledger line in replies to staff. */
export const movementReply = (move: RecordedMove): Movement => ({
  ...move,
  id: String(move.id),
  at: move.at.toISOString(),
});
