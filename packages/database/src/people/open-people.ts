import { eq, sql } from "drizzle-orm";
import { preparedQuery } from "../prepared.ts";
import type { Queries } from "../session.ts";
import type { Transaction } from "../transaction.ts";
import { lockPeople, noteBecame, noteErased, type PersonRow } from "./lock-people.ts";
import { peopleTable } from "./people-table.ts";
import { accountErased } from "./refusals.ts";

/** The person that a request or an event is about. */
export interface Person {
  readonly subject: string;
  /** The guest that this account was before it signed in, as its token says. */
  readonly formerly?: string | undefined;
}

/** Whose a thing is. */
export interface Owner {
  /** The person itself, or the account that a guest became. */
  readonly subject: string;
  readonly erasedAt: Date | null;
}

/** What a service does with the things of people. Both must be idempotent. */
export interface PeoplesThings {
  /** Transfers everything of the guest to the account. */
  join(tx: Transaction, guest: string, account: string): Promise<void>;
  /** Erases all personal data that is not needed any more, and schedules the rest. */
  forget(tx: Transaction, subject: string, erasedAt: Date): Promise<void>;
}

/** Who a person is now, decided inside the transaction that changes one of their things. */
export interface People {
  /** The owner of this person's new thing. @throws Refusal `account-erased` */
  resolvePerson(tx: Transaction, subject: string, formerly?: string): Promise<string>;
  /** The same for many at once, by subject, erased ones included. */
  resolvePeople(tx: Transaction, people: readonly Person[]): Promise<ReadonlyMap<string, Owner>>;
  /** Transfers the guest's things to the account; when the account is erased already they are erased as well. */
  joinPerson(tx: Transaction, guest: string, account: string): Promise<Owner>;
  /** Erases the person's things and those of guests that joined it, also of `guests` whose join is not known yet. */
  erasePerson(tx: Transaction, subject: string, now: Date, guests?: readonly string[]): Promise<void>;
}

const isGuest = (subject: string): boolean => subject.startsWith("gst_");

/**
 * One rule for tokens that outlive their person and for events that arrive out of order: every transaction that gives a
 * thing to a person, moves it or erases it locks that person's row first. So the second sees what the first did, and
 * joins, erasures and new things give the same result in any order.
 *
 * @example
 * const people = openPeople({ join: moveOrders, forget: forgetOrders });
 * await database.transaction(async (tx) => {
 *   const shopperId = await people.resolvePerson(tx, caller.subject, caller.formerly);
 *   await insertOrder(tx, { ...order, shopperId });
 * });
 */
export const openPeople = (things: PeoplesThings): People => {
  const join = async (tx: Transaction, guest: PersonRow, { subject, erasedAt }: Owner): Promise<void> => {
    if (guest.became === null) await noteBecame(tx, guest.subject, subject);
    await things.join(tx, guest.subject, subject);
    if (erasedAt !== null) await things.forget(tx, subject, erasedAt);
  };

  const resolvePeople: People["resolvePeople"] = async (tx, people) => {
    const wanted = people.flatMap(({ subject, formerly }) => [subject, ...(formerly ? [formerly] : [])]);
    const guests = await lockPeople(tx, wanted.filter(isGuest));
    const accountOf = (subject: string) => guests.get(subject)?.became ?? subject;
    const accounts = await lockPeople(
      tx,
      wanted.map(accountOf).filter((subject) => !isGuest(subject)),
    );
    for (const { subject, formerly } of people) {
      const guest = formerly === undefined ? undefined : guests.get(formerly);
      const account = accounts.get(subject);
      if (guest?.became === null && account !== undefined) await join(tx, guest, account);
    }
    return new Map(
      people.map(({ subject }) => {
        const owner = accountOf(subject);
        const erasedAt = accounts.get(owner)?.erasedAt ?? guests.get(owner)?.erasedAt ?? null;
        return [subject, { subject: owner, erasedAt }];
      }),
    );
  };

  return {
    resolvePeople,
    async resolvePerson(tx, subject, formerly) {
      const owner = (await resolvePeople(tx, [{ subject, formerly }])).get(subject);
      if (owner === undefined || owner.erasedAt !== null) throw accountErased();
      return owner.subject;
    },
    async joinPerson(tx, guestId, account) {
      const guest = (await lockPeople(tx, [guestId])).get(guestId);
      // A guest joins once. If another account claims it later, it stays with the first.
      const subject = guest?.became ?? account;
      const erasedAt = (await lockPeople(tx, [subject])).get(subject)?.erasedAt ?? null;
      if (guest !== undefined) await join(tx, guest, { subject, erasedAt });
      return { subject, erasedAt };
    },
    async erasePerson(tx, subject, now, guests = []) {
      const joining = [...(await lockPeople(tx, guests)).values()].filter(({ became }) => became === null);
      const erasedAt = (await lockPeople(tx, [subject])).get(subject)?.erasedAt ?? now;
      await noteErased(tx, subject, erasedAt);
      for (const guest of joining) await join(tx, guest, { subject, erasedAt: null });
      await things.forget(tx, subject, erasedAt);
    },
  };
};

const selectPerson = preparedQuery((queries) =>
  queries
    .select()
    .from(peopleTable)
    .where(eq(peopleTable.subject, sql.placeholder("subject")))
    .prepare(),
);

/**
 * Who a person is at the moment, without a lock: enough for reads. Writes use `resolvePerson`.
 */
export const lookUpPerson = async (queries: Queries, subject: string): Promise<Owner> => {
  const [row] = await selectPerson(queries).execute({ subject });
  if (row === undefined || row.became === null) return { subject, erasedAt: row?.erasedAt ?? null };
  const [account] = await selectPerson(queries).execute({ subject: row.became });
  return { subject: row.became, erasedAt: account?.erasedAt ?? null };
};
