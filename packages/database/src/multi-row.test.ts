import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filledParts, insertParts, numbered, rowsPerInsert, writeRows } from "./multi-row.ts";
import type { Queries } from "./session.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const sizes = (split: (rows: number[]) => number[][]) =>
  new Set(upTo(2000).flatMap((count) => split(upTo(count)).map((part) => part.length)));

describe("rows of any number", () => {
  it("are inserted each once and in order, by a dozen shapes of the statement", () => {
    fc.assert(
      fc.property(fc.nat(500), (count) => {
        expect(insertParts(upTo(count)).flat()).toEqual(upTo(count));
      }),
    );
    expect([...sizes(insertParts)].sort((a, b) => a - b)).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      16,
      rowsPerInsert,
    ]);
  });

  it("are looked up each once and in order, by one shape of the statement per power of two", () => {
    const split = (rows: number[]) => filledParts(rows, 32, -1).map(({ part }) => part);
    fc.assert(
      fc.property(fc.nat(500), (count) => {
        expect(
          split(upTo(count))
            .flat()
            .filter((row) => row >= 0),
        ).toEqual(upTo(count));
        const counted = filledParts(upTo(count), 32, -1).reduce((sum, part) => sum + part.count, 0);
        expect(counted).toBe(count);
      }),
    );
    expect([...sizes(split)].sort((a, b) => a - b)).toEqual([1, 2, 4, 8, 16, 32]);
  });

  it("are written each once and in order, by no statement when there are none, and by one as long as they are few", async () => {
    const written = async (count: number, most?: number): Promise<Record<string, unknown>[]> => {
      const statements: Record<string, unknown>[] = [];
      const write = (_: Queries, size: number) => ({
        execute: async (values: Record<string, unknown>) => {
          expect(Object.keys(values)).toHaveLength(size);
          statements.push(values);
        },
      });
      const rows = upTo(count).map((n) => ({ n }));
      await writeRows({} as Queries, write, rows, most);
      return statements;
    };
    for (const most of [undefined, rowsPerInsert])
      for (const count of [0, 1, 8, 20, 32, 70]) {
        const statements = await written(count, most);
        expect(statements.flatMap((values) => Object.values(values))).toEqual(upTo(count));
      }
    expect((await written(0)).length).toBe(0);
    expect([(await written(20)).length, (await written(20, rowsPerInsert)).length]).toEqual([2, 1]);
    expect(await written(2)).toEqual([numbered([{ n: 0 }, { n: 1 }])]);
  });
});
