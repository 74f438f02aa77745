import { customType } from "drizzle-orm/mysql-core";

/**
 * A column for ids and other machine-made words: ASCII, compared byte by byte, so that an index entry takes one
 * byte per character and `ord_A` differs from `ord_a` in MySQL and MariaDB alike. Anything but ASCII is refused
 * by the server. Length in characters; 64 unless told.
 *
 * @example orderId: idText("order_id", { length: 40 }).primaryKey()
 */
export const idText = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 64}) character set ascii collate ascii_bin`,
});

/**
 * A column for text from outside that serves as a key: any Unicode, compared byte by byte. Length in characters;
 * 100 unless told.
 */
export const exactText = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 100}) character set utf8mb4 collate utf8mb4_bin`,
});

/**
 * A JSON document, read back as a value from both servers. MariaDB keeps JSON as text, MySQL as a type of its own,
 * and the driver parses only what the server marks; this column parses what arrives as text. Documents are objects
 * or arrays: a bare string would be ambiguous.
 *
 * @example address: jsonDocument<Address>("address").notNull()
 */
export const jsonDocument = <T extends object>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => "json",
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (stored: unknown) => (typeof stored === "string" ? JSON.parse(stored) : stored),
  })(name);
