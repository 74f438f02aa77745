import { preparedQuery, type Queries, type Transaction } from "@caravan/database";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Shipment } from "../domain/shipment.ts";
import { packages, parcels, shipments, trackingEvents } from "./schema.ts";

type Head = typeof shipments.$inferSelect;

export const headById = preparedQuery((queries) =>
  queries
    .select()
    .from(shipments)
    .where(eq(shipments.id, sql.placeholder("id")))
    .prepare(),
);

export const headByOrder = preparedQuery((queries) =>
  queries
    .select()
    .from(shipments)
    .where(eq(shipments.orderId, sql.placeholder("orderId")))
    .prepare(),
);

/** Takes the shipment's lock: its steps happen one after the other. */
const headForUpdate = preparedQuery((queries) =>
  queries
    .select()
    .from(shipments)
    .where(eq(shipments.id, sql.placeholder("id")))
    .for("update")
    .prepare(),
);

export const lockShipment = async (
  tx: Transaction,
  id: string,
): Promise<{ shipment: Shipment; revision: number } | undefined> => {
  const [head] = await headForUpdate(tx).execute({ id });
  if (head === undefined) return undefined;
  const [shipment] = await withParts(tx, [head]);
  return shipment === undefined ? undefined : { shipment, revision: head.revision };
};

/** The shopper's newest shipments before one, without their parts. */
export const headPage = (
  queries: Queries,
  shopperId: string,
  page: { readonly before: string | undefined; readonly orderId: string | undefined; readonly limit: number },
): Promise<Head[]> =>
  queries
    .select()
    .from(shipments)
    .where(
      and(
        eq(shipments.shopperId, shopperId),
        page.before === undefined ? undefined : lt(shipments.id, page.before),
        page.orderId === undefined ? undefined : eq(shipments.orderId, page.orderId),
      ),
    )
    .orderBy(desc(shipments.id))
    .limit(page.limit);

/** Adds packages, parcels and tracking of all these shipments, with one query each. */
export const withParts = async (queries: Queries, heads: readonly Head[]): Promise<Shipment[]> => {
  if (heads.length === 0) return [];
  const ids = heads.map(({ id }) => id);
  const packed = await queries
    .select()
    .from(packages)
    .where(inArray(packages.shipmentId, ids))
    .orderBy(asc(packages.shipmentId), asc(packages.number));
  const sent = await queries
    .select()
    .from(parcels)
    .where(inArray(parcels.shipmentId, ids))
    .orderBy(
      asc(parcels.shipmentId),
      asc(parcels.isReturn),
      asc(parcels.attempt),
      asc(parcels.packageNumber),
    );
  const heard = await queries
    .select()
    .from(trackingEvents)
    .where(inArray(trackingEvents.shipmentId, ids))
    .orderBy(asc(trackingEvents.shipmentId), asc(trackingEvents.number));
  const parts = {
    packages: Map.groupBy(packed, ({ shipmentId }) => shipmentId),
    parcels: Map.groupBy(sent, ({ shipmentId }) => shipmentId),
    tracking: Map.groupBy(heard, ({ shipmentId }) => shipmentId),
  };
  return heads.map((head) => fromHead(head, parts));
};

const fromHead = (
  { work, dueAt, revision: _, ...head }: Head,
  parts: {
    packages: ReadonlyMap<string, (typeof packages.$inferSelect)[]>;
    parcels: ReadonlyMap<string, (typeof parcels.$inferSelect)[]>;
    tracking: ReadonlyMap<string, (typeof trackingEvents.$inferSelect)[]>;
  },
): Shipment => ({
  ...head,
  due: work === null || dueAt === null ? null : { work, at: dueAt },
  packages: (parts.packages.get(head.id) ?? []).map(({ shipmentId: _id, ...rest }) => rest),
  parcels: (parts.parcels.get(head.id) ?? []).map(({ shipmentId: _id, ...rest }) => rest),
  tracking: (parts.tracking.get(head.id) ?? []).map(({ shipmentId: _id, ...rest }) => rest),
});
