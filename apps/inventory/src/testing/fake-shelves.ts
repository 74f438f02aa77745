import { byPlace } from "../domain/goods.ts";
import { allApplied, type Level, type Move, netOf, type RecordedMove } from "../domain/stock.ts";

/** Pieces by SKU and warehouse. */
export type Pieces = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type FakeShelves = ReturnType<typeof fakeShelves>;

/** Stock and its ledger in memory: moves are applied all or none. */
export const fakeShelves = (pieces: Pieces) => {
  const ledger: RecordedMove[] = [];
  let levels: readonly Level[] = Object.entries(pieces).flatMap(([sku, places]) =>
    Object.keys(places).map((warehouse) => ({ sku, warehouse, onHand: 0, reserved: 0 })),
  );
  const shelves = {
    ledger,
    of: (skus: readonly string[]): Level[] => levels.filter(({ sku }) => skus.includes(sku)).sort(byPlace),
    move(moves: readonly Move[], at: Date): void {
      const next = allApplied(levels, netOf(moves));
      if (next === undefined) throw new Error("stock went out of its bounds");
      levels = next;
      for (const line of moves) ledger.push({ ...line, id: ledger.length + 1, at });
    },
  };
  const cause = { reservationId: null, allotmentId: null, note: null, actor: null };
  const none = { reason: "stocked", reservedDelta: 0, ...cause } as const;
  for (const [sku, places] of Object.entries(pieces))
    for (const [warehouse, onHandDelta] of Object.entries(places))
      if (onHandDelta > 0) shelves.move([{ sku, warehouse, onHandDelta, ...none }], new Date(0));
  return shelves;
};
