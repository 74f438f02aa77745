import type { Level } from "./stock.ts";

/** Pieces of one SKU. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Pieces of one SKU that come from one warehouse. */
export interface Allocation extends Line {
  readonly warehouse: string;
}

/**
 * Finds from where the lines are to come: all of them or none. One warehouse that has everything is the best; otherwise
 * as few as possible, because each of them packs a parcel. Among equals the fuller ones give, so that stock stays even.
 * Tries every choice of warehouses, which is cheap for the handful that a shop has.
 */
export const allocate = (lines: readonly Line[], levels: readonly Level[]): Allocation[] | undefined => {
  const free = freeByWarehouse(lines, levels);
  // A line may be split, so what all have together decides. It spares a refusal the search.
  if (!covers([...free.values()], lines)) return undefined;
  const fullest = [...free].sort(([a, ofA], [b, ofB]) => total(ofB) - total(ofA) || (a < b ? -1 : 1));
  for (let size = 1; size <= fullest.length; size += 1)
    for (const chosen of choices(fullest, size))
      if (
        covers(
          chosen.map(([, shelf]) => shelf),
          lines,
        )
      )
        return lines.flatMap((line) => take(line, chosen)).sort(byPlace);
  return undefined;
};

/** What the reservation is for, wherever it comes from, in SKU order. */
export const linesOf = (allocations: readonly Allocation[]): Line[] =>
  [...Map.groupBy([...allocations].sort(byPlace), ({ sku }) => sku)].map(([sku, own]) => ({
    sku,
    quantity: own.reduce((sum, { quantity }) => sum + quantity, 0),
  }));

/** Reports whether both name the same quantities of the same SKUs, in whatever order. */
export const sameLines = (a: readonly Line[], b: readonly Line[]): boolean => {
  const wanted = new Map(b.map((line) => [line.sku, line.quantity]));
  return a.length === b.length && a.every((line) => wanted.get(line.sku) === line.quantity);
};

/** Sorts in the order in which everybody locks: by SKU, then warehouse. */
export const byPlace = (a: Place, b: Place): number =>
  compare(a.sku, b.sku) || compare(a.warehouse, b.warehouse);

interface Place {
  readonly sku: string;
  readonly warehouse: string;
}
/** Free pieces by SKU. */
type Shelf = ReadonlyMap<string, number>;

const freeByWarehouse = (lines: readonly Line[], levels: readonly Level[]): Map<string, Shelf> => {
  const wanted = new Set(lines.map(({ sku }) => sku));
  const free = new Map<string, Map<string, number>>();
  for (const { sku, warehouse, onHand, reserved } of levels) {
    if (!wanted.has(sku) || onHand <= reserved) continue;
    free.set(warehouse, (free.get(warehouse) ?? new Map()).set(sku, onHand - reserved));
  }
  return free;
};

const covers = (shelves: readonly Shelf[], lines: readonly Line[]): boolean =>
  lines.every(
    ({ sku, quantity }) => shelves.reduce((sum, shelf) => sum + (shelf.get(sku) ?? 0), 0) >= quantity,
  );

const total = (shelf: Shelf): number => [...shelf.values()].reduce((sum, pieces) => sum + pieces, 0);

/** Every choice of so many, those of the first ones first. */
function* choices<T>(from: readonly T[], size: number): Generator<T[]> {
  if (size === 0) return yield [];
  for (const [i, first] of from.entries())
    for (const rest of choices(from.slice(i + 1), size - 1)) yield [first, ...rest];
}

/** Takes a line from the warehouse that has most of it, and only what is missing from the next. */
const take = ({ sku, quantity }: Line, chosen: readonly (readonly [string, Shelf])[]): Allocation[] => {
  let missing = quantity;
  return chosen
    .map(([warehouse, shelf]) => ({ warehouse, free: shelf.get(sku) ?? 0 }))
    .sort((a, b) => b.free - a.free)
    .flatMap(({ warehouse, free }) => {
      const taken = Math.min(free, missing);
      missing -= taken;
      return taken > 0 ? [{ sku, warehouse, quantity: taken }] : [];
    });
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
