import { CarrierEvent } from "@caravan/contracts";
import { idText, moment } from "@caravan/database/tables";
import { callbacksTable, settingsTable } from "@caravan/partner/tables";
import { boolean, index, int, mysqlEnum, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";

const kinds = CarrierEvent.entries.kind.options;

/** One parcel per reference of the sender. Of names and addresses only a digest is stored. */
export const parcels = mysqlTable(
  "parcels",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    reference: idText("reference", { length: 64 }).notNull().unique("parcels_reference"),
    trackingCode: idText("tracking_code", { length: 20 }).notNull().unique("parcels_tracking_code"),
    requestHash: idText("request_hash", { length: 43 }).notNull(),
    callbackUrl: varchar("callback_url", { length: 500 }).notNull(),
    isReturn: boolean("is_return").notNull(),
    isUndeliverable: boolean("is_undeliverable").notNull(),
    sequence: int("sequence").notNull(),
    lastKind: mysqlEnum("last_kind", kinds),
    failedDeliveries: int("failed_deliveries").notNull(),
    hasArrived: boolean("has_arrived").notNull(),
    movedAt: moment("moved_at").notNull(),
  },
  (table) => [index("parcels_due").on(table.hasArrived, table.movedAt)],
);

/** The events of parcels: written in the transaction of the movement, never edited. */
export const parcelEvents = mysqlTable(
  "parcel_events",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    parcelId: idText("parcel_id", { length: 40 }).notNull(),
    sequence: int("sequence").notNull(),
    kind: mysqlEnum("kind", kinds).notNull(),
    place: varchar("place", { length: 60 }),
    at: moment("at").notNull(),
  },
  (table) => [uniqueIndex("parcel_events_order").on(table.parcelId, table.sequence)],
);

/** The tables of every partner: callbacks to be delivered, and the settings of the control API. */
export const callbacks = callbacksTable;
export const settings = settingsTable;
