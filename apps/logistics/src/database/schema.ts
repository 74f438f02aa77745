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
    /** The next work and its due time; the worker postpones the time, which is its lease. */
    work: mysqlEnum("work", ["announce", "poll"]),
    dueAt: moment("due_at"),
    failures: smallint("failures").notNull().default(0),
    /** Polls in a row without news. */
    quietPolls: smallint("quiet_polls").notNull().default(0),
    /** Why it has stopped until staff decides. */
    stopped: idText("stopped", { length: 100 }),
    /** Counts the changes for followers. */
    revision: int("revision").notNull().default(1),
    createdAt: moment("created_at").notNull(),
    dispatchedAt: moment("dispatched_at"),
    deliveredAt: moment("delivered_at"),
    returnedAt: moment("returned_at"),
    /** W3C trace context of the order: all later work continues that trace. */
    traceparent: idText("traceparent", { length: 64 }),
  },
  (table) => [
    index("shipments_shopper").on(table.shopperId, table.id),
    index("shipments_due").on(table.work, table.dueAt),
    index("shipments_stopped").on(table.stopped, table.id),
  ],
);

/** The packed packages; never changed. */
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

/** Journeys of packages: outbound, outbound again, or return. Without a `parcel_id` the carrier has not confirmed it yet. */
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

/** Stations from the carrier, once per parcel and sequence; `number` counts in the order of arrival here. */
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

/** Events to be published, and events applied: the platform's own tables. */
export const outbox = outboxTable;
export const inbox = inboxTable;

/** The identity of each shopper. */
export const people = peopleTable;
