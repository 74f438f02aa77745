import { asc, inArray, lte, sql } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimDue, workOff } from "./claim-due.ts";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";

const jobs = mysqlTable("jobs", { id: int("id").primaryKey(), dueAt: int("due_at").notNull() });

let fixture: TestDatabase;
beforeAll(async () => {
  fixture = await openTestDatabase();
  await fixture.database.drizzle.execute(
    sql`create table jobs (id int primary key, due_at int not null, index (due_at))`,
  );
});
afterAll(() => fixture.close());

const fill = async (count: number) => {
  await fixture.database.drizzle.delete(jobs);
  const rows = Array.from({ length: count }, (_, id) => ({ id, dueAt: id % 5 }));
  await fixture.database.drizzle.insert(jobs).values(rows);
};
const claim = (now: number, limit: number, until = now + 100) =>
  claimDue(
    fixture.database,
    (tx) => tx.select().from(jobs).where(lte(jobs.dueAt, now)).orderBy(asc(jobs.dueAt)).limit(limit),
    async (tx, rows) => {
      const ids = rows.map(({ id }) => id);
      await tx.update(jobs).set({ dueAt: until }).where(inArray(jobs.id, ids));
      return ids;
    },
  );

test("a due row goes to one of several replicas, oldest first, and becomes due again after its lease", async () => {
  await fill(40);
  expect((await claim(4, 8)).sort((a, b) => a - b)).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
  const claimed: number[] = [];
  for (let round = 0; claimed.length < 32 && round < 20; round += 1)
    for (const ids of await Promise.all([1, 2, 3, 4].map(() => claim(4, 5)))) claimed.push(...ids);
  expect([claimed.length, new Set(claimed).size]).toEqual([32, 32]);
  expect(await claim(4, 8)).toEqual([]);
  expect(await claim(104, 100)).toHaveLength(40);
});

test("a row that another replica holds is skipped, and one that could not be postponed stays due", async () => {
  await fill(3);
  await fixture.database.transaction(async (tx) => {
    await tx.execute(sql`select id from jobs where id = 0 for update`);
    expect(await claim(4, 10)).toEqual([1, 2]);
  });
  const fails = claimDue(
    fixture.database,
    (tx) => tx.select().from(jobs).where(lte(jobs.dueAt, 4)).limit(1),
    () => Promise.reject(new Error("not written")),
  );
  await expect(fails).rejects.toThrow("not written");
  expect(await claim(4, 10)).toEqual([0]);
});

test("a queue is processed batch by batch up to the bound, even when single items fail", async () => {
  const queue = Array.from({ length: 10 }, (_, i) => i);
  const [batches, failed]: [number[][], number[]] = [[], []];
  const round = (mostBatches?: number) =>
    workOff({
      batchSize: 3,
      ...(mostBatches === undefined ? {} : { mostBatches }),
      claim: async (limit) => {
        batches.push(queue.splice(0, limit));
        return batches.at(-1) ?? [];
      },
      work: async (item) => {
        if (item % 2 === 1) throw new Error("odd");
      },
      onFault: (_, item) => void failed.push(item),
    });
  await round(2);
  expect(batches.map(({ length }) => length)).toEqual([3, 3]);
  await round();
  expect(batches.map(({ length }) => length)).toEqual([3, 3, 3, 1]);
  expect(failed).toEqual([1, 3, 5, 7, 9]);
});
