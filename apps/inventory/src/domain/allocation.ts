import { type Allocation, byPlace, type Line } from "./goods.ts";
import type { Level } from "./stock.ts";

/**
 * Allocates the lines to warehouses: all of them or none. One warehouse that has everything is the best; otherwise
 * as few as possible, because each of them packs a parcel. Among equals the fuller ones are chosen, so that stock stays even.
 *
 * To find the fewest is set cover, so every choice can be tried only while there are few: beyond {@link mostLookups} the
 * warehouses are chosen greedily, always the one that has most of the missing pieces. For a single line that also finds the fewest.
 */
export const allocate = (lines: readonly Line[], levels: readonly Level[]): Allocation[] | undefined => {
  const free = freeByWarehouse(lines, levels);
  // A line may be split, so the sum over all warehouses decides. This refuses without a search.
  if (!covers([...free.values()], lines)) return undefined;
  const fullest = [...free].sort(([a, ofA], [b, ofB]) => total(ofB) - total(ofA) || (a < b ? -1 : 1));
  const chosen = fewest(lines, fullest) ?? oneByOne(lines, fullest);
  return lines.flatMap((line) => take(line, chosen)).sort(byPlace);
};

/** Free pieces by SKU. */
type Shelf = ReadonlyMap<string, number>;
type Warehouse = readonly [name: string, shelf: Shelf];

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

/** Most lookups of the exact search: about two milliseconds, enough for a dozen warehouses. */
const mostLookups = 200_000;

/** The first choice of the fewest warehouses that have everything; undefined when that takes too long to find. */
const fewest = (lines: readonly Line[], from: readonly Warehouse[]): Warehouse[] | undefined => {
  let lookups = 0;
  for (let size = fewestConceivable(lines, from); size <= from.length; size += 1)
    for (const chosen of choices(from, size)) {
      lookups += size * lines.length;
      if (lookups > mostLookups) return undefined;
      if (covers(shelvesOf(chosen), lines)) return chosen;
    }
  return undefined;
};

/** A lower bound: no smaller set can have everything, since not even those with most of a line have enough of it. */
const fewestConceivable = (lines: readonly Line[], from: readonly Warehouse[]): number =>
  Math.max(
    1,
    ...lines.map(({ sku, quantity }) => {
      const free = from.map(([, shelf]) => shelf.get(sku) ?? 0).sort((a, b) => b - a);
      let sum = 0;
      return (
        free.findIndex((pieces) => {
          sum += pieces;
          return sum >= quantity;
        }) + 1
      );
    }),
  );

/** Greedy: always the warehouse that has most of the missing pieces, then drops those that are not needed. */
const oneByOne = (lines: readonly Line[], from: readonly Warehouse[]): Warehouse[] => {
  const missing = new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
  const gives = ([, shelf]: Warehouse): number =>
    [...missing].reduce((sum, [sku, quantity]) => sum + Math.min(quantity, shelf.get(sku) ?? 0), 0);
  let chosen: Warehouse[] = [];
  for (const left = new Set(from); left.size > 0 && !covers(shelvesOf(chosen), lines); ) {
    const best = [...left].reduce((most, one) => (gives(one) > gives(most) ? one : most));
    left.delete(best);
    chosen.push(best);
    for (const [sku, quantity] of missing) missing.set(sku, Math.max(0, quantity - (best[1].get(sku) ?? 0)));
  }
  for (const one of chosen.toReversed()) {
    const others = chosen.filter((other) => other !== one);
    if (covers(shelvesOf(others), lines)) chosen = others;
  }
  return chosen;
};

const shelvesOf = (chosen: readonly Warehouse[]): Shelf[] => chosen.map(([, shelf]) => shelf);

/** Every subset of so many, in order. */
function* choices<T>(from: readonly T[], size: number, start = 0): Generator<T[]> {
  if (size === 0) return yield [];
  for (let i = start; i <= from.length - size; i += 1) {
    const first = from[i];
    if (first !== undefined) for (const rest of choices(from, size - 1, i + 1)) yield [first, ...rest];
  }
}

/** Takes a line from the warehouse that has most of it, and the rest from the next. */
const take = ({ sku, quantity }: Line, chosen: readonly Warehouse[]): Allocation[] => {
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
