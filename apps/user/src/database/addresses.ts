import type { SavedAddress } from "@caravan/contracts";
import type { Database, Queries } from "@caravan/database";
import { and, asc, eq } from "drizzle-orm";
import type { AddressStore } from "../dependencies.ts";
import { accounts, addresses } from "./schema.ts";

export const openAddresses = (database: Database): AddressStore => ({
  list: (userId) => selectBook(database.drizzle, userId),

  add: (userId, decide) =>
    database.transaction(async (tx) => {
      const [account] = await tx
        .select({ id: accounts.id })
        .from(accounts)
        .where(eq(accounts.id, userId))
        .for("update");
      if (account === undefined) return undefined;
      const { entry, added } = decide(await selectBook(tx, userId));
      if (added) await tx.insert(addresses).values({ ...entry, userId });
      return entry;
    }),

  async replace(userId, addressId, address) {
    const [result] = await database.drizzle.update(addresses).set(address).where(isOwn(userId, addressId));
    return result.affectedRows === 1;
  },

  async remove(userId, addressId) {
    const [result] = await database.drizzle.delete(addresses).where(isOwn(userId, addressId));
    return result.affectedRows === 1;
  },
});

const isOwn = (userId: string, addressId: string) =>
  and(eq(addresses.id, addressId), eq(addresses.userId, userId));

const selectBook = async (queries: Queries, userId: string): Promise<SavedAddress[]> => {
  const rows = await queries
    .select()
    .from(addresses)
    .where(eq(addresses.userId, userId))
    .orderBy(asc(addresses.id));
  return rows.map(({ userId: _, ...entry }) => entry);
};
