import { expect, test } from "vitest";
import { mostRowsKept, preparedBySize } from "./prepared.ts";
import type { Queries } from "./session.ts";

const connection = (): Queries => ({}) as unknown as Queries;

test("a query is built once per connection and size", () => {
  let built = 0;
  const insert = preparedBySize((_, size) => ({ size, number: ++built }));
  const [one, other] = [connection(), connection()];
  expect([insert(one, 2).number, insert(one, 2).number, insert(other, 2).number]).toEqual([1, 1, 2]);
});

test("whatever sizes are requested, no more rows are kept than the bound, and those used last", () => {
  let built = 0;
  const insert = preparedBySize((_, size) => ({ size, number: ++built }));
  const queries = connection();
  for (let size = 1; size <= 800; size += 1) expect(insert(queries, size).size).toBe(size);
  built = 0;
  // Together they are as large as the bound: all of them stay.
  for (let round = 0; round < 3; round += 1)
    for (const size of [mostRowsKept / 2, mostRowsKept / 4, mostRowsKept / 4 - 1, 1]) insert(queries, size);
  expect(built).toBe(4);
  insert(queries, mostRowsKept + 1);
  insert(queries, mostRowsKept + 1);
  expect(built).toBe(6);
  insert(queries, 1);
  expect(built).toBe(6);
  insert(queries, 8);
  insert(queries, mostRowsKept / 2);
  expect(built).toBe(8);
});
