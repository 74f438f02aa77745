import { Refusal } from "@caravan/contracts";
import type { Change, Decide, HandsOn, StoredReply, Stores } from "../dependencies.ts";
import { holdAsLongAs, movesOfAllotment } from "../domain/allotment.ts";
import { arrival, type ByHand, correction, levelAt } from "../domain/by-hand.ts";
import { linesOf } from "../domain/goods.ts";
import { planHolds } from "../domain/plan-holds.ts";
import { outOfStock, reservationUnknown } from "../domain/refusals.ts";
import type { Reservation, Wanted } from "../domain/reservation.ts";
import { applied, levelReply, movesOf } from "../domain/stock.ts";
import { fakeAllotments } from "./fake-allotments.ts";
import { fakeShelves, type Pieces } from "./fake-shelves.ts";

/** The stores in memory: the guarantees of the real ones, without a database. */
export const fakeStores = (pieces: Pieces): Stores => {
  const shelves = fakeShelves(pieces);
  const sales = fakeAllotments(shelves);
  const reservations = new Map<string, Reservation>();
  const replies = new Map<string, { request: string; reply?: StoredReply }>();

  const plan = (wanted: Wanted) => {
    const levels = shelves.of(wanted.lines.map(({ sku }) => sku));
    return planHolds([wanted], levels, sales.all())[0] ?? { outcome: "short" as const, levels };
  };
  const movesOfSale = (effect: "reserved" | "released", { allotmentId, allocations }: Reservation) =>
    allotmentId === null ? [] : movesOfAllotment(allotmentId, effect, allocations);

  const findAgain = (reservation: Reservation): Reservation => {
    const lines = linesOf(reservation.allocations);
    const ofSale = plan({ ...reservation, lines });
    const found = ofSale.outcome === "held" ? ofSale : plan({ ...reservation, lines, allotmentId: null });
    if (found.outcome === "short") throw outOfStock(lines, found.levels);
    const { allocations, allotmentId } = found.reservation;
    return { ...reservation, allocations, allotmentId };
  };

  const change = (id: string, decide: Decide, now: Date): Change => {
    const before = reservations.get(id);
    if (before === undefined) throw reservationUnknown(id);
    const { status, effects } = decide(before);
    const from = effects.includes("reserved") ? findAgain(before) : before;
    const toSale =
      effects.some((it) => it === "released" || it === "expired") && sales.isOpen(from.allotmentId);
    sales.move(
      [
        ...movesOf(from, effects),
        ...(toSale ? movesOfSale("reserved", from) : []),
        ...(effects.includes("reserved") ? movesOfSale("released", from) : []),
      ],
      now,
    );
    const reservation = { ...from, status };
    reservations.set(id, reservation);
    return { reservation, before: before.status, changed: status !== before.status };
  };

  const byHand = (scope: string, { key, ...where }: HandsOn, request: object, decide: ByHand) => {
    const { sku, warehouse, at } = where;
    const asked = JSON.stringify({ sku, warehouse, ...request });
    const known = replies.get(`${scope} ${key}`);
    if (known !== undefined && known.request !== asked) throw keyReused();
    if (known?.reply !== undefined) return { ...known.reply, replayed: true };
    // As in the database: a refused request keeps its key.
    replies.set(`${scope} ${key}`, { request: asked });
    const level = levelAt(shelves.of([sku]), sku, warehouse);
    const move = decide(level);
    shelves.move([move], at);
    const reply = { status: 200, body: levelReply(applied(level, move) ?? level), replayed: false };
    replies.set(`${scope} ${key}`, { request: asked, reply });
    return reply;
  };

  return {
    reservations: {
      async hold(wanted, now) {
        if ([...reservations.values()].some(({ orderId }) => orderId === wanted.orderId))
          return { outcome: "order-known" };
        const planned = plan(holdAsLongAs(wanted, sales.of(wanted.allotmentId), now));
        if (planned.outcome === "short") return planned;
        const { reservation } = planned;
        sales.move([...movesOf(reservation, ["reserved"]), ...movesOfSale("released", reservation)], now);
        reservations.set(wanted.id, planned.reservation);
        return planned;
      },
      find: async (id) => reservations.get(id),
      findByOrder: async (orderId) => [...reservations.values()].find((it) => it.orderId === orderId),
      change: async (id, decide, now) => change(id, decide, now),
      async changeDue(decide, now, limit, except) {
        const due = [...reservations.values()].filter(
          (it) => it.status === "held" && it.expiresAt <= now && !except.includes(it.id),
        );
        const taken = due.slice(0, limit);
        const failed = taken.flatMap(({ id }) => {
          try {
            change(id, decide, now);
            return [];
          } catch (error) {
            return [{ id, error }];
          }
        });
        return { changed: taken.length - failed.length, failed };
      },
    },
    allotments: sales.store,
    stock: {
      levels: async (skus) => shelves.of(skus),
      movements: async ({ sku, before = Number.POSITIVE_INFINITY, limit }) =>
        shelves.ledger
          .filter((line) => line.sku === sku && line.id < before)
          .reverse()
          .slice(0, limit),
      restock: async ({ quantity, ...where }) =>
        byHand("restock", where, { quantity }, arrival({ ...where, quantity })),
      correctCount: async ({ counted, reason, ...where }) =>
        byHand("count", where, { counted, reason }, correction({ ...where, counted, reason })),
    },
  };
};

const keyReused = () =>
  new Refusal({ kind: "unprocessable", code: "idempotency-key-reused", detail: "Use a new key." });
