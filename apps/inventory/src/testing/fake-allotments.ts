import type { AllotmentStore } from "../dependencies.ts";
import { allocate } from "../domain/allocation.ts";
import { type Allotment, closed, movesOfAllotment, opened, piecesLeft } from "../domain/allotment.ts";
import { allotmentUnknown } from "../domain/refusals.ts";
import type { Move } from "../domain/stock.ts";
import type { FakeShelves } from "./fake-shelves.ts";

/** Allotments in memory, over the same shelves and ledger as reservations. */
export const fakeAllotments = (shelves: FakeShelves) => {
  const allotments = new Map<string, Allotment>();
  const of = (id: string | null): Allotment | undefined => allotments.get(id ?? "");
  const bySale = (saleId: string) => [...allotments.values()].find((it) => it.saleId === saleId);

  /** Adds the moves to what is left of an allotment. */
  const after = (allotment: Allotment, moves: readonly Move[]): Allotment => {
    const places = allotment.places.map(({ warehouse, left }) => {
      const own = moves.filter((it) => it.allotmentId === allotment.id && it.warehouse === warehouse);
      return { warehouse, left: own.reduce((sum, { reservedDelta }) => sum + reservedDelta, left) };
    });
    if (places.some(({ left }) => left < 0)) throw new Error("less would be left than nothing");
    return { ...allotment, places };
  };

  const store: AllotmentStore = {
    find: async (id) => of(id),
    findBySale: async (saleId) => bySale(saleId),
    async open(wanted, now) {
      if (bySale(wanted.saleId) !== undefined) return { outcome: "sale-known" };
      const levels = shelves.of([wanted.sku]);
      const allocations = allocate([{ sku: wanted.sku, quantity: wanted.pieces }], levels);
      if (allocations === undefined) return { outcome: "short", levels };
      shelves.move(movesOfAllotment(wanted.id, "reserved", allocations), now);
      const allotment = opened(wanted, allocations);
      allotments.set(wanted.id, allotment);
      return { outcome: "opened", allotment };
    },
    async close(id, now) {
      const allotment = of(id);
      if (allotment === undefined) throw allotmentUnknown(id);
      if (allotment.status === "closed") return allotment;
      shelves.move(movesOfAllotment(id, "released", piecesLeft(allotment)), now);
      allotments.set(id, closed(allotment));
      return closed(allotment);
    },
  };

  return {
    store,
    of,
    all: () => [...allotments.values()],
    isOpen: (id: string | null) => of(id)?.status === "open",
    /** Moves stock, and what is left of the allotments that the moves name. */
    move(moves: readonly Move[], at: Date): void {
      const next = [...allotments.values()].map((allotment) => after(allotment, moves));
      shelves.move(moves, at);
      for (const allotment of next) allotments.set(allotment.id, allotment);
    },
  };
};
