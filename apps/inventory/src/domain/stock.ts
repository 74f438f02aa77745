import type { Movement, StockLevel } from "@caravan/contracts";
import type { Reservation, StockEffect } from "./reservation.ts";

/** Stock of one SKU; 0 ≤ reserved ≤ onHand, always. */
export interface Level {
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** What becomes of the stock of one SKU. */
export interface Delta {
  readonly sku: string;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
}

/** One line of the ledger. */
export interface Move extends Delta {
  readonly reason: StockEffect | "stocked";
  readonly reservationId: string | null;
}

/** A line that stands in the ledger. */
export interface RecordedMove extends Move {
  readonly id: number;
  readonly at: Date;
}

/** What each effect does with one piece. */
const perPiece: Record<StockEffect, { onHand: -1 | 0; reserved: -1 | 1 }> = {
  reserved: { onHand: 0, reserved: 1 },
  committed: { onHand: -1, reserved: -1 },
  released: { onHand: 0, reserved: -1 },
  expired: { onHand: 0, reserved: -1 },
};

/** The ledger lines of a reservation's effects: one per effect and SKU. */
export const movesOf = (reservation: Reservation, effects: readonly StockEffect[]): Move[] =>
  effects.flatMap((reason) =>
    reservation.lines.map(({ sku, quantity }) => ({
      sku,
      reason,
      onHandDelta: perPiece[reason].onHand === 0 ? 0 : -quantity,
      reservedDelta: perPiece[reason].reserved * quantity,
      reservationId: reservation.id,
    })),
  );

/** What moves do to stock in all: one delta per SKU. */
export const netOf = (moves: readonly Delta[]): Delta[] => {
  const net = new Map<string, Delta>();
  for (const { sku, onHandDelta, reservedDelta } of moves) {
    const sum = net.get(sku) ?? { onHandDelta: 0, reservedDelta: 0 };
    net.set(sku, {
      sku,
      onHandDelta: sum.onHandDelta + onHandDelta,
      reservedDelta: sum.reservedDelta + reservedDelta,
    });
  }
  return [...net.values()];
};

/** The level after a delta, or undefined where it may not be: the guard in SQL decides the same. */
export const applied = (level: Level, delta: Delta): Level | undefined => {
  const onHand = level.onHand + delta.onHandDelta;
  const reserved = level.reserved + delta.reservedDelta;
  return 0 <= reserved && reserved <= onHand ? { sku: level.sku, onHand, reserved } : undefined;
};

/** The level as callers see it. */
export const stockReply = ({ sku, onHand, reserved }: Level): StockLevel => ({
  sku,
  onHand,
  reserved,
  free: onHand - reserved,
});

/** The ledger line as callers see it. */
export const movementReply = (move: RecordedMove): Movement => ({
  ...move,
  id: String(move.id),
  at: move.at.toISOString(),
});
