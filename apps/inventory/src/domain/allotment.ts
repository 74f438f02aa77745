import type { Allotment as AllotmentReply } from "@caravan/contracts";
import type { Allocation } from "./goods.ts";
import type { Wanted } from "./reservation.ts";
import { type Level, type Move, movesOf } from "./stock.ts";

/** A requested allotment, before its pieces are taken. */
export interface NewAllotment {
  readonly id: string;
  readonly saleId: string;
  readonly sku: string;
  readonly pieces: number;
  /** How long an order of the sale holds its pieces without being paid. */
  readonly holdSeconds: number;
}

/** Pieces of one SKU that are set aside for a flash sale. */
export interface Allotment extends NewAllotment {
  readonly status: AllotmentReply["status"];
  /** What no order of the sale holds or has bought, by warehouse. */
  readonly places: readonly { readonly warehouse: string; readonly left: number }[];
}

/** The allotment whose pieces were just taken. */
export const opened = (wanted: NewAllotment, allocations: readonly Allocation[]): Allotment => ({
  ...wanted,
  status: "open",
  places: allocations.map(({ warehouse, quantity }) => ({ warehouse, left: quantity })),
});

/** The allotment after it was closed: nothing is left of it. */
export const closed = (allotment: Allotment): Allotment => ({
  ...allotment,
  status: "closed",
  places: allotment.places.map(({ warehouse }) => ({ warehouse, left: 0 })),
});

/** Reports whether both ask for the same. */
export const sameAllotment = (a: NewAllotment, b: NewAllotment): boolean =>
  a.sku === b.sku && a.pieces === b.pieces && a.holdSeconds === b.holdSeconds;

/** What is left, as levels: pieces are chosen from them as they are from free stock. */
export const levelsLeft = ({ sku, places }: Allotment): Level[] =>
  places.map(({ warehouse, left }) => ({ sku, warehouse, onHand: left, reserved: 0 }));

/** What is left, as pieces of the warehouses that have any. */
export const piecesLeft = ({ sku, places }: Allotment): Allocation[] =>
  places.flatMap(({ warehouse, left }) => (left === 0 ? [] : [{ sku, warehouse, quantity: left }]));

/** The ledger lines of pieces that come to an allotment (`reserved`) or leave it (`released`), one for each warehouse. */
export const movesOfAllotment = (
  allotmentId: string,
  effect: "reserved" | "released",
  allocations: readonly Allocation[],
): Move[] => {
  const byPlace = Map.groupBy(allocations, ({ sku, warehouse }) => `${sku}/${warehouse}`);
  const sums = [...byPlace.values()].flatMap((own) =>
    own.slice(0, 1).map((one) => ({ ...one, quantity: own.reduce((sum, it) => sum + it.quantity, 0) })),
  );
  return movesOf({ id: allotmentId, allocations: sums }, [effect]).map((move) => ({
    ...move,
    reservationId: null,
    allotmentId,
  }));
};

/** The request with the allotment's own time to pay. */
export const holdAsLongAs = (wanted: Wanted, allotment: Allotment | undefined, now: Date): Wanted =>
  allotment === undefined
    ? wanted
    : { ...wanted, expiresAt: new Date(now.getTime() + allotment.holdSeconds * 1000) };

/** The allotment in replies. */
export const allotmentReply = ({ holdSeconds: _, places, ...rest }: Allotment): AllotmentReply => ({
  ...rest,
  left: places.reduce((sum, { left }) => sum + left, 0),
});
