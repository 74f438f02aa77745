import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { afterAll, beforeAll } from "vitest";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import type { Transaction } from "../transaction.ts";
import { lookUpPerson, openPeople } from "./open-people.ts";

/** What the tests' people own: things with an address that an erasure removes. */
const things = mysqlTable("things", {
  id: int("id").primaryKey().autoincrement(),
  owner: varchar("owner", { length: 40 }).notNull(),
  address: varchar("address", { length: 40 }),
});

export const people = openPeople({
  async join(tx, guest, account) {
    await tx.update(things).set({ owner: account }).where(eq(things.owner, guest));
  },
  async forget(tx, subject) {
    await tx.update(things).set({ address: null }).where(eq(things.owner, subject));
  },
});

let fixture: TestDatabase;
/** Opens a database for the tests of a file. */
export const usePeople = (): void => {
  beforeAll(async () => {
    fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
    await fixture.database.drizzle.execute(
      sql`create table things (id int primary key auto_increment, owner varchar(40) not null, address varchar(40))`,
    );
  });
  afterAll(() => fixture.close());
};

let made = 0;
/** A guest and an account of this test alone. */
export const somePeople = () => {
  made += 1;
  return { guest: `gst_${made}`, account: `usr_${made}` };
};

export const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => fixture.database.transaction(work);
export const insert = async (tx: Transaction, subject: string, formerly?: string) => {
  const owner = await people.resolvePerson(tx, subject, formerly);
  await tx.insert(things).values({ owner, address: "Hafen 1" });
};
export const make = (subject: string, formerly?: string) =>
  inTransaction((tx) => insert(tx, subject, formerly));
export const join = (guest: string, account: string) =>
  inTransaction((tx) => people.joinPerson(tx, guest, account));
export const erase = (subject: string) => inTransaction((tx) => people.erasePerson(tx, subject, new Date()));
export const ownedBy = (owner: string) =>
  fixture.database.drizzle
    .select({ address: things.address })
    .from(things)
    .where(eq(things.owner, owner))
    .then((rows) => rows.map(({ address }) => address));

/** Holds a transaction open after its work until it may commit. */
export const heldOpen = async (work: (tx: Transaction) => Promise<unknown>) => {
  const worked = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const done = inTransaction(async (tx) => {
    await work(tx);
    worked.resolve();
    await commit.promise;
  });
  await Promise.race([worked.promise, done]);
  return {
    commit() {
      commit.resolve();
      return done;
    },
  };
};

/** The second begins while the first is still open, and so waits for it. */
export const crossing = async (
  first: (tx: Transaction) => Promise<unknown>,
  second: (tx: Transaction) => Promise<unknown>,
) => {
  const open = await heldOpen(first);
  const waiting = inTransaction(second).then(
    () => "done",
    (error: { code?: string }) => error.code,
  );
  await untilOneWaits();
  await open.commit();
  return waiting;
};

const untilOneWaits = async () => {
  for (;;) {
    const [rows] = await fixture.database.drizzle.execute(
      sql`select count(*) as waiting from information_schema.innodb_trx where trx_state = 'LOCK WAIT'`,
    );
    const [row] = rows as unknown as { waiting: number }[];
    if (Number(row?.waiting) > 0) return;
    // The server refreshes this table only when it was not read for 100 ms.
    await sleep(150);
  }
};

/** What is known of a person, without a lock. */
export const lookUp = (subject: string) => lookUpPerson(fixture.database.drizzle, subject);
