/** Pieces of one SKU. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** The content of one package. */
export interface PackedPackage {
  /** From 1. */
  readonly number: number;
  readonly weightGrams: number;
  readonly lines: readonly Line[];
}

/** The carrier's limits for one parcel. */
export const maximumPackageGrams = 10_000;
export const maximumPackagePieces = 12;

/** Weights of a piece. The catalogue has none, so the SKU's digits select one. */
const pieceGrams = [180, 350, 520, 900, 1_400, 2_600] as const;

export const weightOf = (sku: string): number => {
  const sum = [...sku].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 65_521, 7);
  return pieceGrams[sum % pieceGrams.length] ?? pieceGrams[0];
};

interface Box {
  grams: number;
  pieces: number;
  readonly lines: Map<string, number>;
}

/** Packs pieces into packages: heavy ones first, each into the first package with room for it. */
export const pack = (lines: readonly Line[]): PackedPackage[] => {
  const boxes: Box[] = [];
  for (const { sku, quantity } of heavyFirst(lines)) {
    const grams = weightOf(sku);
    let left = quantity;
    for (let i = 0; left > 0; i += 1) {
      const box = boxes[i] ?? { grams: 0, pieces: 0, lines: new Map() };
      boxes[i] = box;
      const room = Math.min(
        maximumPackagePieces - box.pieces,
        Math.floor((maximumPackageGrams - box.grams) / grams),
        left,
      );
      if (room === 0) continue;
      box.grams += room * grams;
      box.pieces += room;
      box.lines.set(sku, (box.lines.get(sku) ?? 0) + room);
      left -= room;
    }
  }
  return boxes.map(({ grams, lines: packed }, i) => ({
    number: i + 1,
    weightGrams: grams,
    lines: [...packed].map(([sku, quantity]) => ({ sku, quantity })),
  }));
};

const heavyFirst = (lines: readonly Line[]): Line[] =>
  [...lines].sort((a, b) => weightOf(b.sku) - weightOf(a.sku) || (a.sku < b.sku ? -1 : 1));

/** Reports whether both name the same quantities of the same SKUs, in any order. */
export const sameLines = (a: readonly Line[], b: readonly Line[]): boolean => {
  const total = (lines: readonly Line[]) => {
    const bySku = new Map<string, number>();
    for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
    return bySku;
  };
  const [left, right] = [total(a), total(b)];
  return left.size === right.size && [...left].every(([sku, quantity]) => right.get(sku) === quantity);
};
