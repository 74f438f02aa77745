import { sql } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";
import { afterCommit, type Transaction } from "./transaction.ts";

const counters = mysqlTable("counters", { id: int("id").primaryKey(), value: int("value").notNull() });

let fixture: TestDatabase;

beforeAll(async () => {
  fixture = await openTestDatabase({ poolSize: 3 });
  await fixture.database.drizzle.execute(sql`create table counters (id int primary key, value int not null)`);
});
afterAll(() => fixture.close());
beforeEach(async () => {
  await fixture.database.drizzle.execute(sql`replace into counters values (1, 0), (2, 0)`);
});

const add = (tx: Transaction, id: number) =>
  tx.execute(sql`update counters set value = value + 1 where id = ${id}`);
const values = async () => (await fixture.database.drizzle.select().from(counters)).map(({ value }) => value);

describe("a transaction", () => {
  test("runs again after a deadlock, and has its effect once", async () => {
    let first = 0;
    let meet = () => {};
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const crossing = (from: number, to: number) => async (tx: Transaction) => {
      await add(tx, from);
      first += 1;
      if (first === 2) meet();
      await met;
      await add(tx, to);
    };
    await Promise.all([
      fixture.database.transaction(crossing(1, 2)),
      fixture.database.transaction(crossing(2, 1)),
    ]);
    expect(first).toBeGreaterThan(2);
    expect(await values()).toEqual([2, 2]);
  });

  test("is refused as busy when it loses every time, and leaves nothing behind", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let lock = () => {};
    const locked = new Promise<void>((resolve) => {
      lock = resolve;
    });
    const holder = fixture.database.transaction(async (tx) => {
      await add(tx, 2);
      lock();
      await released;
    });
    await locked;
    const loser = fixture.database.transaction(
      async (tx) => {
        await tx.execute(sql`set session innodb_lock_wait_timeout = 0`);
        await add(tx, 1);
        await add(tx, 2);
      },
      { attempts: 2 },
    );
    await expect(loser).rejects.toMatchObject({ kind: "unavailable", code: "database-busy" });
    const alone = fixture.database.drizzle.execute(
      sql`select value from counters where id = 2 for update nowait`,
    );
    await expect(alone).rejects.toMatchObject({ kind: "unavailable", code: "database-busy" });
    release();
    await holder;
    expect(await values()).toEqual([0, 1]);
  });

  test("that throws leaves nothing behind and releases its connection", async () => {
    for (let round = 0; round < 10; round += 1) {
      const failing = fixture.database.transaction(async (tx) => {
        await add(tx, 1);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
    }
    expect(await values()).toEqual([0, 0]);
    await fixture.database.transaction((tx) => add(tx, 1));
    expect(await values()).toEqual([1, 0]);
  });

  test("whose connection dies is rolled back, and the next one works", async () => {
    const killed = fixture.database.transaction(async (tx) => {
      await add(tx, 1);
      const [[row]] = (await tx.execute(sql`select connection_id() as id`)) as unknown as [[{ id: number }]];
      await fixture.database.drizzle.execute(sql.raw(`kill ${row.id}`));
      await add(tx, 1);
    });
    await expect(killed).rejects.toMatchObject({ code: "database-unavailable" });
    await fixture.database.transaction((tx) => add(tx, 2));
    expect(await values()).toEqual([0, 1]);
  });

  test("calls its afterCommit functions once after the commit, and never after a rollback", async () => {
    const calls: number[] = [];
    const call = () => calls.push(calls.length);
    const ended = await fixture.database.transaction(async (tx) => {
      afterCommit(tx, call);
      afterCommit(tx, call);
      expect(calls).toEqual([]);
      return tx;
    });
    expect(calls).toEqual([0]);
    expect(() => afterCommit(ended, call)).toThrow("open transaction");
    const failing = fixture.database.transaction(async (tx) => {
      afterCommit(tx, call);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(calls).toEqual([0]);
  });
});
