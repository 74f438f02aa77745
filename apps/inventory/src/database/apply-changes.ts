import type { Transaction } from "@caravan/database";
import type { Allotment } from "../domain/allotment.ts";
import { type Line, linesOf } from "../domain/goods.ts";
import { type HoldPlan, planHolds } from "../domain/plan-holds.ts";
import { outOfStock } from "../domain/refusals.ts";
import type { Reservation, Transition } from "../domain/reservation.ts";
import { type Move, movesOf, type StockEffect } from "../domain/stock.ts";
import { lockAllotments, movesOfAllotments } from "./allotment-rows.ts";
import { bookMoves } from "./book-moves.ts";
import { deleteLines, insertLines, leaveAllotment, updateStatus } from "./reservation-rows.ts";
import { lockLevels } from "./stock-levels.ts";

/** The new state of a locked reservation, and its cause. */
export interface Applied {
  readonly after: Reservation;
  readonly decision: Transition;
}

/**
 * Writes reservations, their ledger lines and their sum in stock: three statements for any number, and three more when pieces
 * come to allotments or leave them. Returns the new allocations of expired holds.
 */
export const applyChanges = async (
  tx: Transaction,
  changed: readonly Reservation[],
  done: readonly Applied[],
  now: Date,
): Promise<ReadonlyMap<Reservation, Reservation>> => {
  // First of all: it waits for index entries that the expiry loop may have locked, and that loop for allotments and stock.
  for (const [status, group] of Map.groupBy(changed, (reservation) => reservation.status))
    await updateStatus(
      tx,
      status,
      group.map(({ id }) => id),
    );
  const allotments = await lockAllotments(tx, touched(done));
  const found = await findAgain(tx, done, allotments);
  const moves = done.flatMap(({ after, decision }) => movesOf(found.get(after) ?? after, decision.effects));
  await bookMoves(tx, [...moves, ...movesOfSales(done, found, allotments)], now);
  return found;
};

const has = ({ decision }: Applied, ...some: readonly StockEffect[]): boolean =>
  decision.effects.some((effect) => some.includes(effect));

/** The allotments whose pieces may come back or be taken again. Their rows are locked after reservations, and before stock. */
const touched = (done: readonly Applied[]): string[] =>
  done.flatMap((one) =>
    one.after.allotmentId !== null && has(one, "released", "expired", "reserved")
      ? [one.after.allotmentId]
      : [],
  );

/** Pieces that come back stay with an allotment that is open; those of a closed one are free. */
const movesOfSales = (
  done: readonly Applied[],
  found: ReadonlyMap<Reservation, Reservation>,
  allotments: readonly Allotment[],
): Move[] => {
  const open = new Set(allotments.flatMap(({ id, status }) => (status === "open" ? [id] : [])));
  const back = done
    .filter((one) => has(one, "released", "expired") && open.has(one.after.allotmentId ?? ""))
    .map(({ after }) => after);
  return [...movesOfAllotments("reserved", back), ...movesOfAllotments("released", [...found.values()])];
};

/**
 * Allocates the pieces of expired holds again: those of a sale from what is left of it, if that is enough, all others from any warehouse.
 * Rare: it costs other changes no statement.
 */
const findAgain = async (
  tx: Transaction,
  done: readonly Applied[],
  allotments: readonly Allotment[],
): Promise<ReadonlyMap<Reservation, Reservation>> => {
  const again = done.filter((one) => has(one, "reserved"));
  if (again.length === 0) return new Map();
  const wanted = again.map(({ after }) => ({ ...after, lines: linesOf(after.allocations) }));
  for (const { id } of wanted)
    if (done.filter(({ after, decision }) => after.id === id && decision.effects.length > 0).length > 1)
      throw new Error("a reservation cannot be allocated again and take a further step in one transaction");
  const ofSales = planHolds(wanted, [], allotments);
  const others = wanted.filter((_, i) => ofSales[i]?.outcome !== "held");
  // All rows that this transaction will change, so that they are locked once and in the common order.
  const skus = done.flatMap(({ after }) => after.allocations.map(({ sku }) => sku));
  const ofStock = planHolds(
    others.map((one) => ({ ...one, allotmentId: null })),
    await lockLevels(tx, skus),
  );
  const found = new Map(
    again.map(({ after }, i) => {
      const plan =
        ofSales[i]?.outcome === "held" ? ofSales[i] : ofStock[others.findIndex(({ id }) => id === after.id)];
      const { allocations, allotmentId } = reservationOf(plan, linesOf(after.allocations));
      return [after, { ...after, allocations, allotmentId }] as const;
    }),
  );
  const ids = wanted.map(({ id }) => id);
  await deleteLines(tx, ids);
  await insertLines(tx, [...found.values()]);
  await leaveAllotment(
    tx,
    [...found].flatMap(([before, { id, allotmentId }]) => (allotmentId === before.allotmentId ? [] : [id])),
  );
  return found;
};

/** @throws Refusal `out-of-stock` */
const reservationOf = (plan: HoldPlan | undefined, lines: readonly Line[]): Reservation => {
  if (plan?.outcome === "held") return plan.reservation;
  throw outOfStock(lines, plan?.levels ?? []);
};
