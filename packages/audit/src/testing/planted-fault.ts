import type { Check, DatabaseName } from "../check.ts";
import type { SoundShop } from "./sound-shop.ts";

/** One way to hurt a sound shop, and what the check must say then. */
export interface PlantedFault {
  check: Check;
  /** What went wrong. */
  when: string;
  on: DatabaseName;
  /** Hurts one service's data; its one place, if any, is for `value`. */
  sql: string;
  value: (orders: SoundShop) => string;
  /** What the fault names; the value unless told. */
  id: (orders: SoundShop) => string;
  says: string;
}

type Pick = (orders: SoundShop) => string;

/** Makes the faults of one check and one database. */
export const faultsOf =
  (check: Check, on: DatabaseName) =>
  (when: string, sql: string, value: Pick, says: string, id: Pick = value): PlantedFault => ({
    check,
    when,
    on,
    sql,
    value,
    id,
    says,
  });
