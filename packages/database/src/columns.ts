import { bigint, customType } from "drizzle-orm/mysql-core";

/**
 * A column for ids and other generated names: ASCII, compared byte by byte, so that an index entry takes one
 * byte per character and `ord_A` differs from `ord_a` in MySQL and MariaDB alike. Anything but ASCII is refused
 * by the server. Length in characters, default 64.
 *
 * @example orderId: idText("order_id", { length: 40 }).primaryKey()
 */
export const idText = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 64}) character set ascii collate ascii_bin`,
});

/**
 * A column for text from outside that serves as a key: any Unicode, compared byte by byte. Length in characters;
 * default 100.
 */
export const exactText = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 100}) character set utf8mb4 collate utf8mb4_bin`,
});

/**
 * A point in time in UTC, to the millisecond. Drizzle's own `datetime` cannot take null through a placeholder.
 *
 * @example placedAt: moment("placed_at").notNull()
 */
export const moment = customType<{ data: Date; driverData: string | null }>({
  dataType: () => "datetime(3)",
  toDriver: (value: Date | null) => value?.toISOString().slice(0, -1).replace("T", " ") ?? null,
  fromDriver: (stored) => new Date(`${(stored ?? "").replace(" ", "T")}Z`),
});

/** An amount of money in cents, as an exact number. */
export const cents = (name: string) => bigint(name, { mode: "number" }).notNull();

/**
 * Columns of an append-only table of what staff did to something: when, what, who and why. The table adds to what.
 *
 * @example mysqlTable("sale_history", { saleId: idText("sale_id").notNull(), ...staffHistory() })
 */
export const staffHistory = () => ({
  number: bigint("number", { mode: "number" }).autoincrement().primaryKey(),
  at: moment("at").notNull(),
  what: idText("what", { length: 40 }).notNull(),
  who: idText("who", { length: 60 }).notNull(),
  why: exactText("why", { length: 200 }).notNull(),
});

/**
 * A JSON document, read back as a value from both servers. MariaDB keeps JSON as text, MySQL as a type of its own,
 * and the driver parses only what the server marks; this column parses what arrives as text. Documents are objects
 * or arrays: a bare string would be ambiguous. A missing document is null, also through a placeholder.
 *
 * @example address: jsonDocument<Address>("address").notNull()
 */
export const jsonDocument = <T extends object>(name: string) =>
  customType<{ data: T; driverData: string | null }>({
    dataType: () => "json",
    toDriver: (value: T | null) => (value === null ? null : JSON.stringify(value)),
    fromDriver: (stored: unknown) => (typeof stored === "string" ? JSON.parse(stored) : stored),
  })(name);
