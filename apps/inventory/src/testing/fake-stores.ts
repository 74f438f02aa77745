import { Refusal } from "@caravan/contracts";
import type { Change, Decide, ReservationStore, StockStore, StoredReply } from "../dependencies.ts";
import { outOfStock, reservationUnknown, stockUnknown } from "../domain/refusals.ts";
import type { Reservation } from "../domain/reservation.ts";
import {
  applied,
  type Level,
  type Move,
  movesOf,
  netOf,
  type RecordedMove,
  stockReply,
} from "../domain/stock.ts";

/** The stores over plain memory: what the real ones promise, without a database. */
export const fakeStores = (
  levels: Readonly<Record<string, number>>,
): { reservations: ReservationStore; stock: StockStore } => {
  const stock = new Map<string, Level>();
  const ledger: RecordedMove[] = [];
  const reservations = new Map<string, Reservation>();
  const seen = new Set<string>();
  const replies = new Map<string, { request: string; reply: StoredReply }>();

  const move = (moves: readonly Move[], at: Date): boolean => {
    const next: Level[] = [];
    for (const delta of netOf(moves)) {
      const level = stock.get(delta.sku);
      const changed = level && applied(level, delta);
      if (changed === undefined) return false;
      next.push(changed);
    }
    for (const level of next) stock.set(level.sku, level);
    for (const line of moves) ledger.push({ ...line, id: ledger.length + 1, at });
    return true;
  };

  const stocked = (sku: string, quantity: number, at: Date): void => {
    const level = stock.get(sku) ?? { sku, onHand: 0, reserved: 0 };
    stock.set(sku, level);
    move([{ sku, reason: "stocked", onHandDelta: quantity, reservedDelta: 0, reservationId: null }], at);
  };

  for (const [sku, quantity] of Object.entries(levels)) stocked(sku, quantity, new Date(0));

  const change = (id: string, decide: Decide, now: Date): Change => {
    const reservation = reservations.get(id);
    if (reservation === undefined) throw reservationUnknown(id);
    const { status, effects } = decide(reservation);
    const moves = movesOf(reservation, effects);
    if (effects.length > 0 && !move(moves, now)) throw outOfStock(reservation.lines, [...stock.values()]);
    reservations.set(id, { ...reservation, status });
    return {
      reservation: { ...reservation, status },
      before: reservation.status,
      changed: effects.length > 0,
    };
  };

  return {
    reservations: {
      async hold(reservation, now) {
        if ([...reservations.values()].some(({ orderId }) => orderId === reservation.orderId))
          return "order-known";
        if (!move(movesOf(reservation, ["reserved"]), now)) return "short";
        reservations.set(reservation.id, reservation);
        return "held";
      },
      find: async (id) => reservations.get(id),
      findByOrder: async (orderId) => [...reservations.values()].find((it) => it.orderId === orderId),
      change: async (id, decide, now) => change(id, decide, now),
      async changeOnce(eventId, id, decide, now) {
        if (seen.has(eventId)) return undefined;
        const done = change(id, decide, now);
        seen.add(eventId);
        return done;
      },
      async changeDue(decide, now, limit) {
        const due = [...reservations.values()].filter((it) => it.status === "held" && it.expiresAt <= now);
        const taken = due.slice(0, limit);
        for (const { id } of taken) change(id, decide, now);
        return taken.length;
      },
    },
    stock: {
      levels: async (skus) => skus.flatMap((sku) => stock.get(sku) ?? []),
      movements: async ({ sku, before = Number.POSITIVE_INFINITY, limit }) =>
        ledger
          .filter((line) => line.sku === sku && line.id < before)
          .reverse()
          .slice(0, limit),
      async restock({ sku, quantity, key, at }) {
        const request = `${sku} ${quantity}`;
        const known = replies.get(key);
        if (known && known.request !== request)
          throw new Refusal({
            kind: "unprocessable",
            code: "idempotency-key-reused",
            detail: "Use a new key.",
          });
        if (known) return { ...known.reply, replayed: true };
        if (!stock.has(sku)) throw stockUnknown(sku);
        stocked(sku, quantity, at);
        const level = stock.get(sku);
        if (level === undefined) throw stockUnknown(sku);
        const reply = { status: 200, body: stockReply(level), replayed: false };
        replies.set(key, { request, reply });
        return reply;
      },
    },
  };
};
