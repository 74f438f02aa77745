import {
  type Database,
  lookUpPerson,
  onceOnly,
  openPeople,
  openPeopleEvents,
  type People,
  type Transaction,
} from "@caravan/database";
import { eq } from "drizzle-orm";
import type { PeopleStore } from "../dependencies.ts";
import { asksAboutPerson, factsOfNone, readFacts } from "./facts.ts";
import { buyers, grants, uses } from "./schema.ts";

/** Who people are, for the transactions of the other stores. */
export type PeopleOf = Pick<People, "resolvePerson" | "resolvePeople">;

/** Notes a shopper's first confirmed order; the earliest note stays. */
const noteBuyer = (tx: Transaction, personId: string, since: Date) =>
  tx.insert(buyers).values({ personId, since }).onDuplicateKeyUpdate({ set: { personId } });

/** Moves and erases what belongs to people. What orders used stays, as books do: it has no more than an id. */
export const openPeopleOf = (): People =>
  openPeople({
    async join(tx, guest, account) {
      await tx.update(uses).set({ ownerId: account }).where(eq(uses.ownerId, guest));
      const [bought] = await tx.select().from(buyers).where(eq(buyers.personId, guest));
      if (bought === undefined) return;
      await noteBuyer(tx, account, bought.since);
      await tx.delete(buyers).where(eq(buyers.personId, guest));
    },
    async forget(tx, subject) {
      await tx.delete(grants).where(eq(grants.accountId, subject));
      await tx.delete(buyers).where(eq(buyers.personId, subject));
    },
  });

export const openPeopleStore = (database: Database, people: People): PeopleStore => {
  const { joinGuest, eraseUser } = openPeopleEvents(database, people);
  return {
    joinGuest,
    eraseUser,

    async facts({ subject, formerly }, promotions) {
      // Most carts: nothing is read for them.
      if (!promotions.some(asksAboutPerson)) return factsOfNone(subject);
      const owner = await lookUpPerson(database.drizzle, subject);
      const subjects = [owner.subject, ...(formerly === undefined ? [] : [formerly])];
      return readFacts(database.drizzle, subjects, promotions);
    },

    noteConfirmed: (eventId, shopperId, at) =>
      database.transaction(async (tx) => {
        if (!(await onceOnly(tx, "on-order-confirmed", eventId))) return;
        const owner = (await people.resolvePeople(tx, [{ subject: shopperId }])).get(shopperId);
        if (owner !== undefined && owner.erasedAt === null) await noteBuyer(tx, owner.subject, at);
      }),
  };
};
