/** Pieces of one SKU. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Pieces of one SKU that come from one warehouse. */
export interface Allocation extends Line {
  readonly warehouse: string;
}

/** The lines of the allocations, summed over warehouses, in SKU order. */
export const linesOf = (allocations: readonly Allocation[]): Line[] =>
  [...Map.groupBy([...allocations].sort(byPlace), ({ sku }) => sku)].map(([sku, own]) => ({
    sku,
    quantity: own.reduce((sum, { quantity }) => sum + quantity, 0),
  }));

/** Reports whether both name the same quantities of the same SKUs, in any order. */
export const sameLines = (a: readonly Line[], b: readonly Line[]): boolean => {
  const wanted = new Map(b.map((line) => [line.sku, line.quantity]));
  return a.length === b.length && a.every((line) => wanted.get(line.sku) === line.quantity);
};

/** Sorts in the common order of locking: by SKU, then warehouse. */
export const byPlace = (a: Place, b: Place): number =>
  compare(a.sku, b.sku) || compare(a.warehouse, b.warehouse);

interface Place {
  readonly sku: string;
  readonly warehouse: string;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
