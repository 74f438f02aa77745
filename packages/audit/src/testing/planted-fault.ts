import { eq } from "drizzle-orm";
import type { MySqlColumn, MySqlTable, MySqlUpdateSetSource } from "drizzle-orm/mysql-core";
import type { Check, DatabaseName } from "../check.ts";
import type { Writer } from "./open-shop.ts";
import type { SoundShop } from "./sound-shop.ts";

/** Hurts what one service keeps, where `value` says. */
export type Hurt = (database: Writer, value: string) => PromiseLike<unknown>;

/** One way to hurt a sound shop, and what the check must say then. */
export interface PlantedFault {
  check: Check;
  /** The name of the fault. */
  when: string;
  on: DatabaseName;
  hurt: Hurt;
  value: (orders: SoundShop) => string;
  /** What the fault names; by default the value. */
  id: (orders: SoundShop) => string;
  says: string;
}

type Pick = (orders: SoundShop) => string;

/** Makes the faults of one check and one database. */
export const faultsOf =
  (check: Check, on: DatabaseName) =>
  (when: string, hurt: Hurt, value: Pick, says: string, id: Pick = value): PlantedFault => ({
    check,
    when,
    on,
    hurt,
    value,
    id,
    says,
  });

/** Changes the rows whose column has the value. */
export const change =
  <T extends MySqlTable>(table: T, column: MySqlColumn, to: MySqlUpdateSetSource<T>): Hurt =>
  (database, value) =>
    database.update(table).set(to).where(eq(column, value));

/** Takes the rows away whose column has the value. */
export const remove =
  (table: MySqlTable, column: MySqlColumn): Hurt =>
  (database, value) =>
    database.delete(table).where(eq(column, value));
