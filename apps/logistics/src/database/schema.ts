import { type PostalAddress, ShipmentStatus, TrackingEvent } from "@caravan/contracts";
import { idText, inboxTable, jsonDocument, moment, outboxTable, peopleTable } from "@caravan/database/tables";
import {
  boolean,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
  unique,
  varchar,
} from "drizzle-orm/mysql-core";

/** Shipments. Ids sort by time, so the newest come first by descending id. */
export const shipments = mysqlTable(
  "shipments",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    orderId: idText("order_id", { length: 40 }).notNull().unique("shipments_order"),
    shopperId: idText("shopper_id", { length: 40 }).notNull(),
    status: mysqlEnum("status", ShipmentStatus.options).notNull(),
    deliverTo: jsonDocument<PostalAddress>("deliver_to"),
    forgetting: boolean("forgetting").notNull().default(false),
    handingOver: boolean("handing_over").notNull().default(false),
    /** What is to be done next, and when; whoever does it puts the time off, which is its lease. */
    work: mysqlEnum("work", ["announce", "poll"]),
    dueAt: moment("due_at"),
    failures: smallint("failures").notNull().default(0),
    /** Times in a row that the carrier was asked for news and had none. */
    quietPolls: smallint("quiet_polls").notNull().default(0),
    /** Why nothing is done for it any more until staff decides. */
    stopped: idText("stopped", { length: 100 }),
    /** Counts changes that followers are told of. */
    revision: int("revision").notNull().default(1),
    createdAt: moment("created_at").notNull(),
    dispatchedAt: moment("dispatched_at"),
    deliveredAt: moment("delivered_at"),
    returnedAt: moment("returned_at"),
  },
  (table) => [
    index("shipments_shopper").on(table.shopperId, table.id),
    index("shipments_due").on(table.work, table.dueAt),
    index("shipments_stopped").on(table.stopped, table.id),
  ],
);

/** What was packed; never changed. */
export const packages = mysqlTable(
  "packages",
  {
    shipmentId: idText("shipment_id", { length: 40 }).notNull(),
    number: smallint("number").notNull(),
    weightGrams: int("weight_grams").notNull(),
    lines: jsonDocument<{ sku: string; quantity: number }[]>("content").notNull(),
  },
  (table) => [primaryKey({ columns: [table.shipmentId, table.number] })],
);

/** Packages on their way: there, there once more, or back. Without a `parcel_id` the carrier has not confirmed it yet. */
export const parcels = mysqlTable(
  "parcels",
  {
    reference: idText("reference", { length: 64 }).primaryKey(),
    shipmentId: idText("shipment_id", { length: 40 }).notNull(),
    packageNumber: smallint("package_number").notNull(),
    attempt: smallint("attempt").notNull(),
    isReturn: boolean("is_return").notNull(),
    parcelId: idText("parcel_id", { length: 64 }),
    trackingCode: idText("tracking_code", { length: 40 }),
  },
  (table) => [index("parcels_shipment").on(table.shipmentId)],
);

/** What the carrier told, once per parcel and sequence; `number` counts in the order in which we heard it. */
export const trackingEvents = mysqlTable(
  "tracking_events",
  {
    shipmentId: idText("shipment_id", { length: 40 }).notNull(),
    number: int("number").notNull(),
    reference: idText("reference", { length: 64 }).notNull(),
    sequence: int("sequence").notNull(),
    kind: mysqlEnum("kind", TrackingEvent.entries.kind.options).notNull(),
    place: varchar("place", { length: 100 }),
    at: moment("at").notNull(),
    heardAt: moment("heard_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shipmentId, table.number] }),
    unique("tracking_events_once").on(table.reference, table.sequence),
  ],
);

/** Guests who have joined, as the release before knows them: written for its replicas and read for what they wrote. */
export const guests = mysqlTable("guests", {
  guestId: idText("guest_id", { length: 40 }).primaryKey(),
  userId: idText("user_id", { length: 40 }),
});

/** Events to be published, and events applied: the platform's own tables. */
export const outbox = outboxTable;
export const inbox = inboxTable;

/** Whose shipments are whose. */
export const people = peopleTable;
