import {
  type Database,
  lookUpPerson,
  openPeople,
  openPeopleEvents,
  type People,
  placeholders,
  preparedBySize,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { eq, sql } from "drizzle-orm";
import type { PeopleStore } from "../dependencies.ts";
import { asksAboutPerson, factsOfNone, readFacts } from "./facts.ts";
import { buyers, grants, uses } from "./schema.ts";

/** Who people are, for the transactions of the other stores. */
export type PeopleOf = Pick<People, "resolvePerson" | "resolvePeople">;

/** A shopper's confirmed order. */
interface Confirmed {
  readonly shopperId: string;
  readonly at: Date;
}

/** Most events in one transaction. */
const mostTogether = 16;

const insertBuyers = preparedBySize((queries, size) =>
  queries
    .insert(buyers)
    .values(placeholders(size, ["personId", "since"]))
    .onDuplicateKeyUpdate({ set: { personId: sql`${sql.identifier("person_id")}` } })
    .prepare(),
);

/** Notes when shoppers had their first confirmed order; a note that is there stays, so a repetition changes nothing. */
const noteBuyers = (tx: Transaction, noted: readonly (typeof buyers.$inferSelect)[]) =>
  writeRows(tx, insertBuyers, noted);

/** Moves and erases what belongs to people. What orders used stays, as books do: it has no more than an id. */
export const openPeopleOf = (): People =>
  openPeople({
    async join(tx, guest, account) {
      await tx.update(uses).set({ ownerId: account }).where(eq(uses.ownerId, guest));
      const [bought] = await tx.select().from(buyers).where(eq(buyers.personId, guest));
      if (bought === undefined) return;
      await noteBuyers(tx, [{ personId: account, since: bought.since }]);
      await tx.delete(buyers).where(eq(buyers.personId, guest));
    },
    async forget(tx, subject) {
      await tx.delete(grants).where(eq(grants.accountId, subject));
      await tx.delete(buyers).where(eq(buyers.personId, subject));
    },
  });

export const openPeopleStore = (database: Database, people: People): PeopleStore => {
  const { joinGuest, eraseUser } = openPeopleEvents(database, people);
  const noteConfirmed = database.gather(
    (confirmed: readonly Confirmed[]) =>
      database.transaction(async (tx) => {
        // Their rows are locked from here on: whom a guest joined and who is erased stays so until the note is there.
        const owners = await people.resolvePeople(
          tx,
          confirmed.map(({ shopperId }) => ({ subject: shopperId })),
        );
        const since = new Map<string, Date>();
        for (const { shopperId, at } of confirmed) {
          const owner = owners.get(shopperId);
          if (owner === undefined || owner.erasedAt !== null) continue;
          const known = since.get(owner.subject);
          if (known === undefined || at < known) since.set(owner.subject, at);
        }
        await noteBuyers(
          tx,
          [...since].map(([personId, first]) => ({ personId, since: first })),
        );
        return confirmed.map(() => undefined);
      }),
    { most: mostTogether, keysOf: ({ shopperId }) => [shopperId] },
  );
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

    noteConfirmed,
  };
};
