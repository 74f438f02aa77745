import { exactText, idText, jsonDocument, moment, outboxTable } from "@caravan/database/tables";
import { index, int, mysqlTable, mysqlView } from "drizzle-orm/mysql-core";
import type { Grant } from "../domain/account.ts";

/** Accounts. An erased account has no row, and its e-mail address is free. */
export const accounts = mysqlTable("accounts", {
  id: idText("id", { length: 40 }).primaryKey(),
  /** In lower case. */
  email: exactText("email", { length: 254 }).notNull().unique("accounts_email"),
  name: exactText("name", { length: 100 }).notNull(),
  /** PHC string of Argon2id. */
  passwordHash: idText("password_hash", { length: 200 }).notNull(),
  grants: jsonDocument<Grant[]>("grants").notNull(),
  createdAt: moment("created_at").notNull(),
});

/** Which accounts exist: all that the audit may read of them. */
export const accountIds = mysqlView("account_ids").as((query) =>
  query.select({ id: accounts.id }).from(accounts),
);

/** Sessions of accounts and guests. An ended session has no row. */
export const sessions = mysqlTable(
  "sessions",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    subject: idText("subject", { length: 40 }).notNull(),
    /** The guest who joined the account when the session began. */
    formerly: idText("formerly", { length: 40 }),
    /** Digest of the part that all its refresh tokens share: it identifies the session of a token without a row. */
    familyHash: idText("family_hash", { length: 64 }).unique("sessions_family"),
    startedAt: moment("started_at").notNull(),
    lastUsedAt: moment("last_used_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("sessions_subject").on(table.subject), index("sessions_expires").on(table.expiresAt)],
);

/**
 * Refresh tokens, as digests: of each session the current one, and its predecessor. The latter may be used
 * again until its successor is used.
 */
export const refreshTokens = mysqlTable(
  "refresh_tokens",
  {
    hash: idText("hash", { length: 64 }).primaryKey(),
    sessionId: idText("session_id", { length: 40 }).notNull(),
    usedAt: moment("used_at"),
    /** Of a used one: the successor is derived again from it and the token. */
    successorSalt: idText("successor_salt", { length: 64 }),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    index("refresh_tokens_expires").on(table.expiresAt),
    index("refresh_tokens_session").on(table.sessionId),
  ],
);

/** The account that each guest joined. Null after an erasure, until no token of the guest is valid any more. */
export const joinedGuests = mysqlTable(
  "joined_guests",
  {
    guestId: idText("guest_id", { length: 40 }).primaryKey(),
    userId: idText("user_id", { length: 40 }),
    joinedAt: moment("joined_at").notNull(),
    /** When the account was erased. */
    erasedAt: moment("erased_at"),
  },
  (table) => [
    index("joined_guests_user").on(table.userId, table.joinedAt),
    index("joined_guests_erased").on(table.erasedAt),
  ],
);

/** Address books. Ids sort by time. */
export const addresses = mysqlTable(
  "addresses",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    userId: idText("user_id", { length: 40 }).notNull(),
    name: exactText("name", { length: 100 }).notNull(),
    street: exactText("street", { length: 150 }).notNull(),
    postalCode: exactText("postal_code", { length: 20 }).notNull(),
    city: exactText("city", { length: 100 }).notNull(),
    country: idText("country", { length: 2 }).notNull(),
  },
  (table) => [index("addresses_user").on(table.userId, table.id)],
);

/** Attempts, by a digest of their key. */
export const attempts = mysqlTable(
  "attempts",
  {
    keyHash: idText("key_hash", { length: 64 }).primaryKey(),
    count: int("count").notNull(),
    windowStartedAt: moment("window_started_at").notNull(),
    lockedUntil: moment("locked_until"),
  },
  (table) => [index("attempts_started").on(table.windowStartedAt)],
);

/** Events to be published: the platform's own table. */
export const outbox = outboxTable;
