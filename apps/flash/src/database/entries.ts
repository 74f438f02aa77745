import { type Database, openPeople, openPeopleEvents } from "@caravan/database";
import { and, eq, inArray, or } from "drizzle-orm";
import type { EntryStore } from "../dependencies.ts";
import { entries } from "./schema.ts";

export const openEntries = (database: Database): EntryStore => {
  const people = openPeople({
    async join(tx, guest, account) {
      await tx.update(entries).set({ ownerId: account }).where(eq(entries.ownerId, guest));
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
        const own = and(eq(entries.saleId, saleId), inArray(entries.shopperId, subjectsOf(person)));
        const [known] = await tx.select().from(entries).where(own).for("update");
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

    async shoppersOf(saleId, person) {
      const own = subjectsOf(person);
      const rows = await database.drizzle
        .select({ shopperId: entries.shopperId })
        .from(entries)
        .where(
          and(
            eq(entries.saleId, saleId),
            or(inArray(entries.shopperId, own), eq(entries.ownerId, person.subject)),
          ),
        );
      return rows.map(({ shopperId }) => shopperId);
    },
  };
};

/** The person, and the guest that it was. */
const subjectsOf = ({ subject, formerly }: { subject: string; formerly?: string | undefined }): string[] =>
  formerly === undefined ? [subject] : [subject, formerly];
