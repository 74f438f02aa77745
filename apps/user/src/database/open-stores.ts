import type { Dependencies } from "../dependencies.ts";
import { type AccountStoreOptions, openAccounts } from "./accounts.ts";
import { openAddresses } from "./addresses.ts";
import { openAttempts } from "./attempts.ts";
import { openSessions } from "./sessions.ts";

/** The stores of this service. */
export type Stores = Pick<Dependencies, "accounts" | "sessions" | "addresses" | "attempts">;

/** Opens all stores over one database. */
export const openStores = ({ database, traceparent }: AccountStoreOptions): Stores => ({
  accounts: openAccounts({ database, traceparent }),
  sessions: openSessions(database),
  addresses: openAddresses(database),
  attempts: openAttempts(database),
});
