import {
  numbered,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  type Transaction,
} from "@caravan/database";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Shipment } from "../domain/shipment.ts";
import { packages, parcels, shipments, trackingEvents } from "./schema.ts";

export type Head = typeof shipments.$inferSelect;

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

/** One of so many ids. */
const idsOf = (size: number) => placeholders(size, ["id"]).map(({ id }) => id);

const headsForUpdate = preparedBySize((queries, size) =>
  queries
    .select()
    .from(shipments)
    .where(inArray(shipments.id, idsOf(size)))
    .orderBy(asc(shipments.id))
    .for("update")
    .prepare(),
);

/** Locks the shipments in the order of their ids, so that their steps are serialised without deadlocks. */
export const lockHeads = (tx: Transaction, ids: readonly string[]): Promise<Head[]> =>
  headsForUpdate(tx, ids.length).execute(numbered(ids.map((id) => ({ id }))));

/** The same, with all that belongs to them. */
export const lockShipments = async (
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly shipment: Shipment; readonly revision: number }>> => {
  const heads = await lockHeads(tx, ids);
  const found = await withParts(tx, heads);
  return new Map(found.map((shipment, i) => [shipment.id, { shipment, revision: heads[i]?.revision ?? 0 }]));
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

const packagesOf = preparedBySize((queries, size) =>
  queries
    .select()
    .from(packages)
    .where(inArray(packages.shipmentId, idsOf(size)))
    .orderBy(asc(packages.shipmentId), asc(packages.number))
    .prepare(),
);

const parcelsOf = preparedBySize((queries, size) =>
  queries
    .select()
    .from(parcels)
    .where(inArray(parcels.shipmentId, idsOf(size)))
    .orderBy(asc(parcels.shipmentId), asc(parcels.isReturn), asc(parcels.attempt), asc(parcels.packageNumber))
    .prepare(),
);

const trackingOf = preparedBySize((queries, size) =>
  queries
    .select()
    .from(trackingEvents)
    .where(inArray(trackingEvents.shipmentId, idsOf(size)))
    .orderBy(asc(trackingEvents.shipmentId), asc(trackingEvents.number))
    .prepare(),
);

/** Adds packages, parcels and tracking of all these shipments, with one query each. */
export const withParts = async (queries: Queries, heads: readonly Head[]): Promise<Shipment[]> => {
  const [first] = heads;
  if (first === undefined) return [];
  // Padded to a power of two with one of them, so that few sizes of each query are kept.
  const size = 2 ** Math.ceil(Math.log2(heads.length));
  const ids = numbered(Array.from({ length: size }, (_, i) => ({ id: (heads[i] ?? first).id })));
  const packed = await packagesOf(queries, size).execute(ids);
  const sent = await parcelsOf(queries, size).execute(ids);
  const heard = await trackingOf(queries, size).execute(ids);
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
