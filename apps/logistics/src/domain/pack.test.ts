import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximumPackageGrams, maximumPackagePieces, pack, sameLines, weightOf } from "./pack.ts";

const skus = Array.from({ length: 72 }, (_, i) => `CAR-${String(i + 1).padStart(4, "0")}`);
const someLines = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 99 }) }),
  { minLength: 1, maxLength: 50, selector: ({ sku }) => sku },
);

describe("packing", () => {
  it("puts every piece into exactly one package, none of them too heavy or too full", () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const packages = pack(lines);
        expect(
          sameLines(
            packages.flatMap((one) => one.lines),
            lines,
          ),
        ).toBe(true);
        for (const { lines: packed, weightGrams } of packages) {
          const pieces = packed.reduce((sum, { quantity }) => sum + quantity, 0);
          const grams = packed.reduce((sum, { sku, quantity }) => sum + quantity * weightOf(sku), 0);
          expect(pieces).toBeGreaterThan(0);
          expect(pieces).toBeLessThanOrEqual(maximumPackagePieces);
          expect(weightGrams).toBeLessThanOrEqual(maximumPackageGrams);
          expect(weightGrams).toBe(grams);
        }
        expect(packages.map(({ number }) => number)).toEqual(packages.map((_, i) => i + 1));
      }),
    );
  });

  it("packs the same order the same way, for any order of its lines", () => {
    fc.assert(
      fc.property(someLines, fc.array(fc.nat()), (lines, shuffle) => {
        const shuffled = lines
          .map((line, i) => ({ line, rank: shuffle[i] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ line }) => line);
        expect(pack(shuffled)).toEqual(pack(lines));
      }),
    );
  });

  it("wastes no package: no two packages would fit into one", () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const sizes = pack(lines).map(({ weightGrams, lines: packed }) => ({
          grams: weightGrams,
          pieces: packed.reduce((sum, { quantity }) => sum + quantity, 0),
        }));
        for (const [i, a] of sizes.entries())
          for (const b of sizes.slice(i + 1))
            expect(
              a.grams + b.grams > maximumPackageGrams || a.pieces + b.pieces > maximumPackagePieces,
            ).toBe(true);
      }),
    );
  });

  it("has a weight for every SKU that fits into a package", () => {
    const weights = new Set(skus.map(weightOf));
    expect(weights.size).toBeGreaterThan(3);
    for (const grams of weights) expect(grams).toBeLessThanOrEqual(maximumPackageGrams);
  });
});
