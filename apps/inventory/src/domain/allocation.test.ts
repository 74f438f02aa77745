import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "./allocation.ts";
import { type Allocation, type Line, linesOf, sameLines } from "./goods.ts";
import type { Level } from "./stock.ts";

const skus = ["CAR-0001", "CAR-0002", "CAR-0003"];
const warehouses = ["coast", "east", "north", "south"];
const levels: fc.Arbitrary<Level[]> = fc
  .uniqueArray(fc.record({ sku: fc.constantFrom(...skus), warehouse: fc.constantFrom(...warehouses) }), {
    selector: ({ sku, warehouse }) => `${sku}/${warehouse}`,
  })
  .chain((places) =>
    fc.tuple(
      ...places.map((place) =>
        fc.record({ free: fc.nat(30), reserved: fc.nat(5) }).map(({ free, reserved }) => ({
          ...place,
          onHand: free + reserved,
          reserved,
        })),
      ),
    ),
  );
const lines: fc.Arbitrary<Line[]> = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 40 }) }),
  { selector: ({ sku }) => sku, minLength: 1 },
);

const freeIn = (all: readonly Level[], sku: string, among: readonly string[]): number =>
  all
    .filter((level) => level.sku === sku && among.includes(level.warehouse))
    .reduce((sum, { onHand, reserved }) => sum + onHand - reserved, 0);
const serves = (all: readonly Level[], wanted: readonly Line[], among: readonly string[]): boolean =>
  wanted.every(({ sku, quantity }) => freeIn(all, sku, among) >= quantity);
/** The fewest warehouses that can serve, by trying every subset. */
const fewest = (all: readonly Level[], wanted: readonly Line[]): number =>
  Math.min(
    ...Array.from({ length: 2 ** warehouses.length }, (_, bits) =>
      warehouses.filter((_, i) => (bits >> i) & 1),
    )
      .filter((among) => serves(all, wanted, among))
      .map((among) => among.length),
  );
const property = (check: (all: Level[], wanted: Line[], found: Allocation[] | undefined) => void) =>
  fc.assert(
    fc.property(levels, lines, (all, wanted) => check(all, wanted, allocate(wanted, all))),
    { numRuns: 1000 },
  );

describe("allocate", () => {
  it("allocates everything or nothing, and always when it is possible", () => {
    property((all, wanted, found) => {
      expect(found !== undefined).toBe(serves(all, wanted, warehouses));
      if (found !== undefined) expect(sameLines(linesOf(found), wanted)).toBe(true);
    });
  });

  it("never allocates more than is free in a warehouse, nor a place twice, nor zero pieces", () => {
    property((all, _, found) => {
      for (const { sku, warehouse, quantity } of found ?? []) {
        expect(quantity).toBeGreaterThan(0);
        expect(quantity).toBeLessThanOrEqual(freeIn(all, sku, [warehouse]));
      }
      const places = (found ?? []).map(({ sku, warehouse }) => `${sku}/${warehouse}`);
      expect(new Set(places).size).toBe(places.length);
    });
  });

  it("uses as few warehouses as can serve the order", () => {
    property((all, wanted, found) => {
      if (found === undefined) return;
      expect(new Set(found.map(({ warehouse }) => warehouse)).size).toBe(fewest(all, wanted));
    });
  });

  describe("from many warehouses", () => {
    const timed = (lines: Line[], all: Level[]) => {
      let milliseconds = Number.POSITIVE_INFINITY;
      let found: Allocation[] | undefined;
      // The best of several runs, to exclude other load of the machine.
      for (let i = 0; i < 7; i += 1) {
        const start = performance.now();
        found = allocate(lines, all);
        milliseconds = Math.min(milliseconds, performance.now() - start);
      }
      return { found, milliseconds };
    };
    const each = (count: number, sku: (i: number) => string, free: (i: number) => number): Level[] =>
      Array.from({ length: count }, (_, i) => ({
        sku: sku(i),
        warehouse: `w-${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`,
        onHand: free(i),
        reserved: 0,
      }));

    it("takes milliseconds, also where a line must be split many times", () => {
      const one = each(
        28,
        () => "CAR-0001",
        () => 1,
      );
      const { found, milliseconds } = timed([{ sku: "CAR-0001", quantity: 14 }], one);
      expect(found).toHaveLength(14);
      expect(milliseconds).toBeLessThan(5);
    });

    it("takes milliseconds, also where no small set of warehouses has every line", () => {
      const lines = Array.from({ length: 15 }, (_, i) => ({ sku: `CAR-00${10 + i}`, quantity: 2 }));
      const all = lines
        .flatMap(({ sku }) =>
          each(
            60,
            () => sku,
            () => 1,
          ),
        )
        .filter((_, i) => i % 3 > 0);
      const { found, milliseconds } = timed(lines, all);
      expect(sameLines(linesOf(found ?? []), lines)).toBe(true);
      expect(milliseconds).toBeLessThan(50);
    });

    it("allocates whenever it is possible, never more than is free, and from the fewest for a single line", () => {
      const quantities = fc.array(fc.nat(9), { minLength: 20, maxLength: 40 });
      fc.assert(
        fc.property(quantities, fc.integer({ min: 1, max: 99 }), (free, quantity) => {
          const all = each(
            free.length,
            () => "CAR-0001",
            (i) => free[i] ?? 0,
          );
          const found = allocate([{ sku: "CAR-0001", quantity }], all);
          const sorted = free.toSorted((a, b) => b - a);
          const enough = sorted.findIndex(
            (_, i) => sorted.slice(0, i + 1).reduce((x, y) => x + y) >= quantity,
          );
          expect(found?.length ?? 0).toBe(enough + 1);
          for (const it of found ?? [])
            expect(it.quantity).toBeLessThanOrEqual(freeIn(all, it.sku, [it.warehouse]));
        }),
      );
    });
  });

  it("splits a line only where none of the chosen warehouses has all of it", () => {
    property((all, wanted, found) => {
      if (found === undefined) return;
      const chosen = [...new Set(found.map(({ warehouse }) => warehouse))];
      for (const line of wanted)
        if (chosen.some((warehouse) => serves(all, [line], [warehouse])))
          expect(found.filter(({ sku }) => sku === line.sku)).toHaveLength(1);
    });
  });

  const at = (sku: string, warehouse: string, free: number): Level => ({
    ...{ sku, warehouse },
    onHand: free,
    reserved: 0,
  });
  const two = [
    { sku: "CAR-0001", quantity: 2 },
    { sku: "CAR-0002", quantity: 2 },
  ];
  it.each<[string, Level[], string[] | undefined]>([
    ["nothing anywhere", [], undefined],
    [
      "one that has everything, though another has more of a line",
      [at("CAR-0001", "north", 99), at("CAR-0001", "south", 2), at("CAR-0002", "south", 2)],
      ["CAR-0001 south 2", "CAR-0002 south 2"],
    ],
    [
      "the fuller of two that have everything",
      [...two, ...two].map(({ sku }, i) => at(sku, i < 2 ? "coast" : "north", i < 2 ? 2 : 9)),
      ["CAR-0001 north 2", "CAR-0002 north 2"],
    ],
    [
      "each line from a warehouse that has it",
      [at("CAR-0001", "north", 2), at("CAR-0002", "south", 2)],
      ["CAR-0001 north 2", "CAR-0002 south 2"],
    ],
    [
      "a line split when no warehouse has all of it",
      [at("CAR-0001", "north", 1), at("CAR-0001", "south", 1), at("CAR-0002", "south", 2)],
      ["CAR-0001 north 1", "CAR-0001 south 1", "CAR-0002 south 2"],
    ],
  ])("%s", (_, all, expected) => {
    const found = allocate(two, all)?.map((it) => `${it.sku} ${it.warehouse} ${it.quantity}`);
    expect(found).toEqual(expected);
  });
});

it("lines are the same only with the same SKUs and quantities", () => {
  const line = { sku: "CAR-0001", quantity: 2 };
  const other = { sku: "CAR-0002", quantity: 1 };
  expect(sameLines([line, other], [other, line])).toBe(true);
  expect(sameLines([line], [line, other])).toBe(false);
  expect(sameLines([line], [{ ...line, quantity: 3 }])).toBe(false);
  expect(sameLines([line], [other])).toBe(false);
});
