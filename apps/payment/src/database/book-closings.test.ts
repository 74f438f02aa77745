import type { TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Books } from "../dependencies.ts";
import { feeMovement } from "../domain/books.ts";
import { openRealStores } from "../testing/store-fixture.ts";
import { bookClosings } from "./schema.ts";

let test: TestDatabase;
let books: Books;
beforeAll(async () => {
  ({ test, books } = await openRealStores());
});
afterAll(() => test.close());

const at = (time: string) => new Date(`2026-11-${time}:00.000Z`);
const book = (name: string, time: string, cents = 7) => books.record([feeMovement(name, cents)], at(time));
const feesOf = async () =>
  (await books.balances()).find(({ account }) => account === "bank-fees")?.balanceCents;
const closings = () => test.database.drizzle.select().from(bookClosings);

/** The number of rows that the server reads. */
const rowsRead = async (work: () => Promise<unknown>): Promise<number> => {
  const Rows = v.tuple([v.array(v.object({ Value: v.pipe(v.string(), v.transform(Number)) })), v.unknown()]);
  const count = async () => {
    const found = v.parse(
      Rows,
      await test.database.drizzle.execute(
        sql`show global status where variable_name in ('Handler_read_next', 'Handler_read_key', 'Handler_read_rnd_next')`,
      ),
    );
    return found[0].reduce((sum, { Value }) => sum + Value, 0);
  };
  const before = await count();
  await work();
  return (await count()) - before;
};

it("the balances are the same however much is closed, by however many replicas", async () => {
  for (const [i, time] of ["19T08:10", "19T08:59", "19T09:00", "21T12:30"].entries())
    await book(`a${i}`, time);
  expect(await feesOf()).toBe(28);
  await Promise.all([1, 2, 3].map(() => books.close(at("20T00:00"))));
  expect(await feesOf()).toBe(28);
  // Two hours with movements; the third has not settled yet.
  const closed = (await closings()).filter(({ account }) => account === "bank-fees");
  expect(closed.map(({ until, balanceCents }) => [until, balanceCents])).toEqual([
    [at("19T09:00"), 14],
    [at("19T10:00"), 21],
  ]);
  await books.close(at("21T13:30"));
  expect([await feesOf(), (await closings()).length]).toEqual([28, 4]);
  await books.close(at("21T14:00"));
  await book("late", "21T14:20");
  expect([await feesOf(), (await closings()).length]).toEqual([35, 6]);
});

it("closed hours are added up once: a trial balance reads only what came after them", async () => {
  await books.record(
    Array.from({ length: 1_000 }, (_, i) => feeMovement(`b${i}`, 1)),
    at("22T08:00"),
  );
  const open = await rowsRead(() => books.balances());
  await books.close(at("23T00:00"));
  expect(await rowsRead(() => books.balances())).toBeLessThan(open / 10);
  expect(await feesOf()).toBe(1_035);
});

it("old closings are deleted, but never the newest one", async () => {
  await books.close(new Date("2027-02-01T00:00:00.000Z"));
  const left = (await closings()).map(({ until }) => until);
  expect(new Set(left.map(Number))).toEqual(new Set([Number(at("22T09:00"))]));
  expect(await feesOf()).toBe(1_035);
});
