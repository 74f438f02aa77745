import { guestJoined, userErased } from "@caravan/contracts";
import { appendOutbox, type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import { and, eq, inArray } from "drizzle-orm";
import type { AccountStore, Checked, NewSession } from "../dependencies.ts";
import { erasedData, type GuestJoin } from "../domain/account.ts";
import type { Session } from "../domain/session.ts";
import { deleteAttemptsOn } from "./attempts.ts";
import { leaveGuests, noteJoin } from "./joined-guests.ts";
import { accounts, addresses } from "./schema.ts";
import { deleteSessionsOf, insertAccountSession } from "./session-rows.ts";

export interface AccountStoreOptions {
  readonly database: Database;
  /** W3C trace context of the current request, for its event. */
  readonly traceparent: () => string | undefined;
}

export const openAccounts = ({ database, traceparent }: AccountStoreOptions): AccountStore => {
  /** Starts a session of a locked account, and records the join of the guest. */
  const startSession = async (
    tx: Transaction,
    start: NewSession,
    join: GuestJoin | undefined,
  ): Promise<Session> => {
    const outcome = join === undefined ? "other" : await noteJoin(tx, join);
    if (join === undefined || outcome === "other") return insertAccountSession(tx, start);
    if (outcome === "new") {
      // The guest's sessions end, so that no new things are made in its name.
      await deleteSessionsOf(tx, [join.guestId]);
      const event = { topic: guestJoined.topic, aggregateId: join.userId, data: join };
      await appendOutbox(tx, { ...event, traceparent: traceparent() });
    }
    return insertAccountSession(tx, { ...start, session: { ...start.session, formerly: join.guestId } });
  };
  /** Does the work while the account is locked and still has the checked password. */
  const whileChecked = <T>(checked: Checked, work: (tx: Transaction) => Promise<T>): Promise<T | undefined> =>
    database.transaction(async (tx) => {
      const [account] = await tx.select().from(accounts).where(isChecked(checked)).for("update");
      return account === undefined ? undefined : work(tx);
    });
  return {
    async find(userId) {
      const [account] = await database.drizzle.select().from(accounts).where(eq(accounts.id, userId));
      return account;
    },
    async findByEmail(email) {
      const [account] = await database.drizzle.select().from(accounts).where(eq(accounts.email, email));
      return account;
    },
    async known(userIds) {
      const ids = { id: accounts.id };
      const rows = await database.drizzle
        .select(ids)
        .from(accounts)
        .where(inArray(accounts.id, [...userIds]));
      return rows.map(({ id }) => id);
    },
    create: (account, start, join) =>
      database
        .transaction(async (tx) => {
          await tx.insert(accounts).values({ ...account, grants: [...account.grants] });
          return startSession(tx, start, join);
        })
        .catch((error: unknown) => {
          if (isDuplicateEntry(error, "accounts_email")) return undefined;
          throw error;
        }),
    signIn: (checked, start, join) => whileChecked(checked, (tx) => startSession(tx, start, join)),
    changePassword: async (checked, passwordHash, start) => {
      const done = await whileChecked(checked, async (tx) => {
        await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, checked.id));
        await deleteSessionsOf(tx, [checked.id]);
        return insertAccountSession(tx, start);
      });
      return done !== undefined;
    },
    async rehash(checked, passwordHash) {
      await database.drizzle.update(accounts).set({ passwordHash }).where(isChecked(checked));
    },
    async setGrants(userId, grants) {
      await database.drizzle
        .update(accounts)
        .set({ grants: [...grants] })
        .where(eq(accounts.id, userId));
      return this.find(userId);
    },
    erase: async (checked, now) => {
      const { id, email } = checked;
      const done = await whileChecked(checked, async (tx) => {
        const guests = await leaveGuests(tx, id, now);
        await tx.delete(addresses).where(eq(addresses.userId, id));
        await deleteSessionsOf(tx, [id, ...guests]);
        await deleteAttemptsOn(tx, email, id);
        await tx.delete(accounts).where(eq(accounts.id, id));
        const event = { topic: userErased.topic, aggregateId: id, data: erasedData(id, guests, now) };
        await appendOutbox(tx, { ...event, traceparent: traceparent() });
        return true;
      });
      return done === true;
    },
  };
};

const isChecked = ({ id, passwordHash }: Checked) =>
  and(eq(accounts.id, id), eq(accounts.passwordHash, passwordHash));
