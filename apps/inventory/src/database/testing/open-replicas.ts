import { newId } from "@caravan/contracts";
import { type Database, openDatabase } from "@caravan/database";
import type { TestDatabase } from "@caravan/database/testing";
import type { Dependencies } from "../../dependencies.ts";
import { openStores } from "../stores.ts";
import { openInventoryDatabase } from "./real-stores.ts";

/** Three processes of the service over one real database. */
export interface Replicas {
  readonly test: TestDatabase;
  readonly databases: readonly Database[];
  /** One of the three, for any number. */
  readonly replica: (i: number) => Dependencies;
  close(): Promise<void>;
}

export const openReplicas = async (now: () => Date): Promise<Replicas> => {
  const test = await openInventoryDatabase();
  const databases = [test.database, await openDatabase(test.settings), await openDatabase(test.settings)];
  const replicas = databases.map((database) => ({
    ...{ app: "inventory", version: "v1", holdMinutes: 15, now },
    ...openStores(database),
    newReservationId: () => newId("rsv"),
    newAllotmentId: () => newId("alm"),
    count: () => {},
    showUnexpired: () => {},
    log: { error: () => {} },
  }));
  return {
    test,
    databases,
    replica(i) {
      const chosen = replicas[i % replicas.length];
      if (chosen === undefined) throw new Error("no replica");
      return chosen;
    },
    async close() {
      for (const database of databases.slice(1)) await database.close();
      await test.close();
    },
  };
};
