import { guestJoined, userErased } from "@caravan/contracts";
import { appendOutbox, type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import { and, eq } from "drizzle-orm";
import type { AccountStore, Checked } from "../dependencies.ts";
import { erasedData, type GuestJoin } from "../domain/account.ts";
import { accounts, addresses } from "./schema.ts";
import { deleteSessionsOf, insertSession } from "./session-rows.ts";

export interface AccountStoreOptions {
  readonly database: Database;
  /** W3C trace context of the request at hand, for its event. */
  readonly traceparent: () => string | undefined;
}

export const openAccounts = ({ database, traceparent }: AccountStoreOptions): AccountStore => {
  const tellJoin = async (tx: Transaction, join: GuestJoin | undefined): Promise<void> => {
    if (join === undefined) return;
    // Nothing may become the guest's any more: nobody would look for it there.
    await deleteSessionsOf(tx, join.guestId);
    const event = { topic: guestJoined.topic, aggregateId: join.userId, data: join };
    await appendOutbox(tx, { ...event, traceparent: traceparent() });
  };
  /** Does the work while the account is locked and its password the one that was checked. */
  const whileChecked = (checked: Checked, work: (tx: Transaction) => Promise<void>): Promise<boolean> =>
    database.transaction(async (tx) => {
      const [account] = await tx.select().from(accounts).where(isChecked(checked)).for("update");
      if (account === undefined) return false;
      await work(tx);
      return true;
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
    create: (account, start, join) =>
      database
        .transaction(async (tx) => {
          await tx.insert(accounts).values({ ...account, grants: [...account.grants] });
          await insertSession(tx, start);
          await tellJoin(tx, join);
          return true;
        })
        .catch((error: unknown) => {
          if (isDuplicateEntry(error, "accounts_email")) return false;
          throw error;
        }),
    signIn: (checked, start, join) =>
      whileChecked(checked, async (tx) => {
        await insertSession(tx, start);
        await tellJoin(tx, join);
      }),
    changePassword: (checked, passwordHash, start) =>
      whileChecked(checked, async (tx) => {
        await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, checked.id));
        await deleteSessionsOf(tx, checked.id);
        await insertSession(tx, start);
      }),
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
    erase: (checked, now) =>
      whileChecked(checked, async (tx) => {
        await tx.delete(addresses).where(eq(addresses.userId, checked.id));
        await deleteSessionsOf(tx, checked.id);
        await tx.delete(accounts).where(eq(accounts.id, checked.id));
        const event = {
          topic: userErased.topic,
          aggregateId: checked.id,
          data: erasedData(checked.id, now),
        };
        await appendOutbox(tx, { ...event, traceparent: traceparent() });
      }),
  };
};

const isChecked = ({ id, passwordHash }: Checked) =>
  and(eq(accounts.id, id), eq(accounts.passwordHash, passwordHash));
