import type { Database } from "@caravan/database";

/** What the store takes from outside. */
export interface ReleaseStoreOptions {
  readonly database: Database;
  readonly now: () => Date;
  /** Is called once something has changed. */
  readonly onChange: () => void;
}
