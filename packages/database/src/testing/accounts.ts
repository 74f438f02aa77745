import { Refusal } from "@caravan/contracts";
import { asc, inArray, sql } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import type { AggregateChange } from "../changes/change-together.ts";
import { openChanges } from "../changes/open-changes.ts";
import type { Database } from "../open-database.ts";

const accounts = mysqlTable("accounts", {
  id: varchar("id", { length: 40 }).primaryKey(),
  cents: int("cents").notNull(),
});
const entries = mysqlTable("entries", {
  account: varchar("account", { length: 40 }),
  what: varchar("what", { length: 20 }),
});

/** An account of the tests. */
export interface Account {
  readonly id: string;
  readonly cents: number;
}

/** A decision about an account, and its ledger entry. */
export interface Booking {
  readonly account: Account;
  readonly what: string;
}

/** Makes the tables of the tests. */
export const createAccounts = async ({ drizzle }: Database, ids: readonly string[]): Promise<void> => {
  await drizzle.execute(sql`create table accounts (id varchar(40) primary key, cents int not null)`);
  await drizzle.execute(sql`create table entries (account varchar(40), what varchar(20))`);
  await drizzle.insert(accounts).values(ids.map((id) => ({ id, cents: 0 })));
};

/** Adds to an account or takes from it. @throws Refusal `overdrawn` */
export const book =
  (cents: number, what = `${cents}`) =>
  (account: Account): Booking => {
    if (account.cents + cents < 0)
      throw new Refusal({ kind: "conflict", code: "overdrawn", detail: "There is not enough." });
    return { account: cents === 0 ? account : { ...account, cents: account.cents + cents }, what };
  };

/** Accounts over the engine. */
export const openAccounts = (database: Database, storeReplies: () => Promise<void> = async () => {}) =>
  openChanges<AggregateChange<Account, Booking>, Account, Booking>({
    database,
    async lock(tx, ids) {
      const rows = await tx
        .select()
        .from(accounts)
        .where(inArray(accounts.id, [...ids]))
        .orderBy(asc(accounts.id))
        .for("update");
      return new Map(rows.map((row) => [row.id, row]));
    },
    after: (_, { account }) => account,
    async write(tx, changed, done) {
      if (changed.length > 0)
        await tx
          .insert(accounts)
          .values(changed.map(({ after }) => after))
          .onDuplicateKeyUpdate({ set: { cents: sql`values(cents)` } });
      await tx
        .insert(entries)
        .values(done.map(({ change, decision }) => ({ account: change.id, what: decision.what })));
    },
    eventsOf: ({ account, what }) => [{ topic: "account.booked.v1", data: { what, cents: account.cents } }],
    storeReplies,
  });

/** All that is kept of the accounts. */
export const readAccounts = async ({ drizzle }: Database) => ({
  cents: new Map((await drizzle.select().from(accounts)).map(({ id, cents }) => [id, cents])),
  entries: (await drizzle.select().from(entries)).map(({ account, what }) => `${account} ${what}`),
});
