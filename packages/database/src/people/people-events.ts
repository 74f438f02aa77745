import { onceOnly } from "../inbox/once-only.ts";
import type { Database } from "../open-database.ts";
import type { People } from "./open-people.ts";

/** Applies the events about people, each once. */
export interface PeopleEvents {
  /** `guest.joined`: the guest's things become the account's. */
  joinGuest(eventId: string, guest: string, account: string): Promise<void>;
  /** `user.erased`: erases the person's things, and those of the guests that it was. */
  eraseUser(eventId: string, subject: string, at: Date, guests?: readonly string[]): Promise<void>;
}

/**
 * Opens them over a service's database and its rules about people.
 *
 * @example const { joinGuest, eraseUser } = openPeopleEvents(database, people);
 */
export const openPeopleEvents = (database: Database, people: People): PeopleEvents => ({
  joinGuest: (eventId, guest, account) =>
    database.transaction(async (tx) => {
      if (await onceOnly(tx, "on-guest-joined", eventId)) await people.joinPerson(tx, guest, account);
    }),
  eraseUser: (eventId, subject, at, guests) =>
    database.transaction(async (tx) => {
      if (await onceOnly(tx, "on-user-erased", eventId)) await people.erasePerson(tx, subject, at, guests);
    }),
});
