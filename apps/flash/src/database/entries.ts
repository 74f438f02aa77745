import { type Database, openPeople, openPeopleEvents } from "@caravan/database";
import { and, eq, inArray, or } from "drizzle-orm";
import type { EntryStore, Person } from "../dependencies.ts";
import { limitTickets } from "./limit-tickets.ts";
import { entries } from "./schema.ts";

export const openEntries = (database: Database, now: () => Date): EntryStore => {
  const entriesOf = (saleId: string, person: Person) =>
    database.drizzle
      .select({ shopperId: entries.shopperId, joinedAt: entries.joinedAt })
      .from(entries)
      .where(
        and(
          eq(entries.saleId, saleId),
          or(inArray(entries.shopperId, subjectsOf(person)), eq(entries.ownerId, person.subject)),
        ),
      );
  const people = openPeople({
    async join(tx, guest, account) {
      await tx.update(entries).set({ ownerId: account }).where(eq(entries.ownerId, guest));
      await limitTickets(tx, account, now());
    },
    async forget(tx, subject) {
      await tx.update(entries).set({ deliverTo: null }).where(eq(entries.ownerId, subject));
    },
  });
  const { joinGuest, eraseUser } = openPeopleEvents(database, people);

  return {
    joinGuest,
    eraseUser,

    join: ({ saleId, person, deliverTo, at }) =>
      database.transaction(async (tx) => {
        const ownerId = await people.resolvePerson(tx, person.subject, person.formerly);
        const own = await tx
          .select()
          .from(entries)
          .where(
            and(
              eq(entries.saleId, saleId),
              or(inArray(entries.shopperId, subjectsOf(person)), eq(entries.ownerId, ownerId)),
            ),
          )
          .for("update");
        const known = preferred(own, person);
        if (known === undefined) {
          const entry = { saleId, shopperId: person.subject, ownerId, deliverTo, joinedAt: at };
          await tx.insert(entries).values(entry);
          return { shopperId: person.subject, joinedAt: at };
        }
        const { shopperId, joinedAt } = known;
        const same = and(eq(entries.saleId, saleId), eq(entries.shopperId, shopperId));
        await tx.update(entries).set({ deliverTo, ownerId }).where(same);
        return { shopperId, joinedAt };
      }),

    async find(saleId, shopperId) {
      const [entry] = await database.drizzle
        .select({ ownerId: entries.ownerId, deliverTo: entries.deliverTo })
        .from(entries)
        .where(and(eq(entries.saleId, saleId), eq(entries.shopperId, shopperId)));
      return entry;
    },

    shoppersOf: async (saleId, person) => (await entriesOf(saleId, person)).map(({ shopperId }) => shopperId),

    async entryOf(saleId, person) {
      return preferred(await entriesOf(saleId, person), person);
    },
  };
};

/** The person, and the guest that it was. */
const subjectsOf = ({ subject, formerly }: Person): string[] =>
  formerly === undefined ? [subject] : [subject, formerly];

/** The entry under the person's own name, else one of a guest that they were. */
const preferred = <Entry extends { readonly shopperId: string }>(
  found: readonly Entry[],
  { subject }: Person,
): Entry | undefined => found.find(({ shopperId }) => shopperId === subject) ?? found[0];
