import { index, mediumtext, mysqlTable, smallint } from "drizzle-orm/mysql-core";
import { idText, moment } from "../columns.ts";

/**
 * One row per Idempotency-Key in use. It holds digests only: neither the shopper nor the key can be read from it.
 * The response is kept as text, because a JSON column of MySQL would reorder its members.
 */
export const idempotencyTable = mysqlTable(
  "idempotency",
  {
    /** SHA-256 of scope and key, base64url. */
    id: idText("id", { length: 43 }).primaryKey(),
    /** SHA-256 of the request, base64url: the same key with another request is refused. */
    requestHash: idText("request_hash", { length: 43 }).notNull(),
    /** The id that the work gives to what it makes, chosen at the first attempt and kept by every later one. */
    resourceId: idText("resource_id", { length: 64 }).notNull(),
    /** The attempt that may complete the work; changes with every takeover. */
    owner: idText("owner", { length: 36 }).notNull(),
    /** Until then the work counts as running; null once it is done. */
    leaseUntil: moment("lease_until"),
    /** The stored response; null while the work runs. */
    responseStatus: smallint("response_status"),
    responseBody: mediumtext("response_body"),
    /** When the row may be deleted. */
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("idempotency_expires").on(table.expiresAt)],
);
