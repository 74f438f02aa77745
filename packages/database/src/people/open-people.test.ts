import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import type { Transaction } from "../transaction.ts";
import { lookUpPerson, openPeople } from "./open-people.ts";

/** What the tests' people own: things with an address that an erasure removes. */
const things = mysqlTable("things", {
  id: int("id").primaryKey().autoincrement(),
  owner: varchar("owner", { length: 40 }).notNull(),
  address: varchar("address", { length: 40 }),
});

const people = openPeople({
  async join(tx, guest, account) {
    await tx.update(things).set({ owner: account }).where(eq(things.owner, guest));
  },
  async forget(tx, subject) {
    await tx.update(things).set({ address: null }).where(eq(things.owner, subject));
  },
});

let fixture: TestDatabase;
beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  await fixture.database.drizzle.execute(
    sql`create table things (id int primary key auto_increment, owner varchar(40) not null, address varchar(40))`,
  );
});
afterAll(() => fixture.close());

let made = 0;
/** A guest and an account of this test alone. */
const somePeople = () => {
  made += 1;
  return { guest: `gst_${made}`, account: `usr_${made}` };
};

const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => fixture.database.transaction(work);
const insert = async (tx: Transaction, subject: string, formerly?: string) => {
  const owner = await people.resolvePerson(tx, subject, formerly);
  await tx.insert(things).values({ owner, address: "Hafen 1" });
};
const make = (subject: string, formerly?: string) => inTransaction((tx) => insert(tx, subject, formerly));
const join = (guest: string, account: string) => inTransaction((tx) => people.joinPerson(tx, guest, account));
const erase = (subject: string) => inTransaction((tx) => people.erasePerson(tx, subject, new Date()));
const ownedBy = (owner: string) =>
  fixture.database.drizzle
    .select({ address: things.address })
    .from(things)
    .where(eq(things.owner, owner))
    .then((rows) => rows.map(({ address }) => address));

/** Holds a transaction open after its work until it may commit. */
const heldOpen = async (work: (tx: Transaction) => Promise<unknown>) => {
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
const crossing = async (
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

describe("a person's things", () => {
  test("belong to the account when its guest makes them after joining", async () => {
    const { guest, account } = somePeople();
    await join(guest, account);
    await make(guest);
    expect([await ownedBy(guest), await ownedBy(account)]).toEqual([[], ["Hafen 1"]]);
  });

  test("belong to the account when its token knows of the join before the event has come", async () => {
    const { guest, account } = somePeople();
    await make(guest);
    await make(account, guest);
    expect([await ownedBy(guest), await ownedBy(account)]).toEqual([[], ["Hafen 1", "Hafen 1"]]);
    await join(guest, account);
    expect(await ownedBy(account)).toHaveLength(2);
  });

  test("belong to the account when one is made while the guest joins, whichever comes first", async () => {
    const one = somePeople();
    await crossing(
      (tx) => insert(tx, one.guest),
      (tx) => people.joinPerson(tx, one.guest, one.account),
    );
    expect([await ownedBy(one.guest), await ownedBy(one.account)]).toEqual([[], ["Hafen 1"]]);
    const two = somePeople();
    await crossing(
      (tx) => people.joinPerson(tx, two.guest, two.account),
      (tx) => insert(tx, two.guest),
    );
    expect([await ownedBy(two.guest), await ownedBy(two.account)]).toEqual([[], ["Hafen 1"]]);
  });

  test("stay with the account that the guest joined first", async () => {
    const { guest, account } = somePeople();
    const other = somePeople().account;
    await join(guest, account);
    await make(guest);
    expect(await join(guest, other)).toEqual({ subject: account, erasedAt: null });
    await make(other, guest);
    expect([await ownedBy(account), await ownedBy(other)]).toEqual([["Hafen 1"], ["Hafen 1"]]);
  });
});

describe("an erasure", () => {
  test("ends the making of new things, also by the guest that the account was", async () => {
    const { guest, account } = somePeople();
    await join(guest, account);
    await erase(account);
    for (const subject of [guest, account])
      await expect(make(subject)).rejects.toMatchObject({ kind: "unauthenticated", code: "account-erased" });
    await expect(make(account, somePeople().guest)).rejects.toMatchObject({ code: "account-erased" });
  });

  test("reaches what a guest brings that joins afterwards", async () => {
    const { guest, account } = somePeople();
    await make(guest);
    await erase(account);
    expect(await join(guest, account)).toEqual({ subject: account, erasedAt: expect.any(Date) });
    expect(await ownedBy(account)).toEqual([null]);
  });

  test("reaches the things of guests whose join event never came, and no other account's", async () => {
    const { guest, account } = somePeople();
    const other = somePeople();
    await make(guest);
    await make(other.guest);
    await join(other.guest, other.account);
    await inTransaction((tx) => people.erasePerson(tx, account, new Date(), [guest, other.guest]));
    expect([await ownedBy(account), await ownedBy(other.account)]).toEqual([[null], ["Hafen 1"]]);
    await expect(make(guest)).rejects.toMatchObject({ code: "account-erased" });
  });

  test("reaches what a guest brings when the join is known from a token", async () => {
    const { guest, account } = somePeople();
    await make(guest);
    await erase(account);
    await inTransaction((tx) => people.resolvePeople(tx, [{ subject: account, formerly: guest }]));
    expect(await ownedBy(account)).toEqual([null]);
  });

  test("and a thing made at the same time leave nothing readable, in either order", async () => {
    const one = somePeople();
    await crossing(
      (tx) => insert(tx, one.account),
      (tx) => people.erasePerson(tx, one.account, new Date()),
    );
    expect(await ownedBy(one.account)).toEqual([null]);
    const two = somePeople();
    const outcome = await crossing(
      (tx) => people.erasePerson(tx, two.account, new Date()),
      (tx) => insert(tx, two.account),
    );
    expect([outcome, await ownedBy(two.account)]).toEqual(["account-erased", []]);
  });

  test("and a join at the same time leave nothing readable, in either order", async () => {
    const [one, two] = [somePeople(), somePeople()];
    await make(one.guest);
    await make(two.guest);
    await crossing(
      (tx) => people.joinPerson(tx, one.guest, one.account),
      (tx) => people.erasePerson(tx, one.account, new Date()),
    );
    await crossing(
      (tx) => people.erasePerson(tx, two.account, new Date()),
      (tx) => people.joinPerson(tx, two.guest, two.account),
    );
    expect([await ownedBy(one.account), await ownedBy(two.account)]).toEqual([[null], [null]]);
  });

  test("that is repeated keeps its first time", async () => {
    const { account } = somePeople();
    await erase(account);
    const first = await lookUpPerson(fixture.database.drizzle, account);
    await erase(account);
    expect(await lookUpPerson(fixture.database.drizzle, account)).toEqual(first);
  });
});

describe("many people at once", () => {
  test("are resolved in one go, each by its own state", async () => {
    const [plain, joined, erased] = [somePeople(), somePeople(), somePeople()];
    await join(joined.guest, joined.account);
    await erase(erased.account);
    const owners = await inTransaction((tx) =>
      people.resolvePeople(
        tx,
        [plain.guest, joined.guest, erased.account, plain.guest].map((subject) => ({ subject })),
      ),
    );
    expect(Object.fromEntries(owners)).toEqual({
      [plain.guest]: { subject: plain.guest, erasedAt: null },
      [joined.guest]: { subject: joined.account, erasedAt: null },
      [erased.account]: { subject: erased.account, erasedAt: expect.any(Date) },
    });
  });

  test("may be more than fit into one statement", async () => {
    const guests = Array.from({ length: 250 }, () => ({ subject: somePeople().guest }));
    expect((await inTransaction((tx) => people.resolvePeople(tx, guests))).size).toBe(250);
  });

  test("never deadlock, in whatever order they are given", async () => {
    const all = Array.from({ length: 6 }, somePeople);
    for (const { guest, account } of all.slice(0, 3)) await join(guest, account);
    const subjects = all.flatMap(({ guest, account }) => [{ subject: guest }, { subject: account }]);
    let runs = 0;
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        inTransaction(async (tx) => {
          runs += 1;
          await people.resolvePeople(tx, i % 2 === 0 ? subjects : subjects.toReversed());
        }),
      ),
    );
    expect(runs).toBe(24);
  });

  test("are looked up without a lock", async () => {
    const { guest, account } = somePeople();
    await join(guest, account);
    const held = await heldOpen((tx) => people.resolvePerson(tx, account));
    expect(await lookUpPerson(fixture.database.drizzle, guest)).toEqual({ subject: account, erasedAt: null });
    await held.commit();
  });
});
