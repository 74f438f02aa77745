import { placeholders, preparedBySize, type Transaction, writeRows } from "@caravan/database";
import { sql } from "drizzle-orm";
import type { Change } from "../dependencies.ts";
import type { Shipment } from "../domain/shipment.ts";
import { packages, parcels, shipments, trackingEvents } from "./schema.ts";

const fixed = ["id", "orderId", "shopperId", "forgetting", "createdAt", "traceparent"] as const;
const changing = [
  ...([
    "status",
    "deliverTo",
    "handingOver",
    "work",
    "dueAt",
    "failures",
    "quietPolls",
    "stopped",
    "revision",
  ] as const),
  ...(["dispatchedAt", "deliveredAt", "returnedAt"] as const),
] as const;

/** Writes new shipments. Throws a duplicate entry when the order of one of them has one already. */
export const insertShipments = async (tx: Transaction, made: readonly Shipment[]): Promise<void> => {
  // Keys of orders are inserted in one order, so deadlocks cannot occur.
  const sorted = made.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
  const heads = sorted.map((shipment) => headOf(shipment, 1));
  await writeRows(tx, insertHeads, heads);
  const packed = sorted.flatMap((shipment) =>
    shipment.packages.map((it) => ({ ...it, shipmentId: shipment.id })),
  );
  await writeRows(tx, insertPackages, packed);
  await writeRows(tx, writeParcels, sorted.flatMap(ofShipment("parcels")));
};

/** Writes shipments that this transaction has locked. */
export const updateShipments = async (
  tx: Transaction,
  changed: readonly (Change & { readonly revision: number })[],
): Promise<void> => {
  const heads = changed.map(({ shipment, revision }) => headOf(shipment, revision));
  await writeRows(tx, updateHeads, heads);
  await writeRows(tx, writeParcels, changed.flatMap(changedParcels));
  const heard = changed.flatMap(({ before, shipment }) =>
    ofShipment("tracking")(shipment).slice(before.tracking.length),
  );
  await writeRows(tx, insertTracking, heard);
};

/** Reports whether followers of the shipment must be notified. */
export const isNews = (before: Shipment, shipment: Shipment): boolean =>
  before.status !== shipment.status ||
  before.stopped !== shipment.stopped ||
  before.tracking.length !== shipment.tracking.length;

const headOf = (
  { packages: _p, parcels: _q, tracking: _t, due, ...head }: Shipment,
  revision: number,
): Record<(typeof fixed)[number] | (typeof changing)[number], unknown> => ({
  ...head,
  revision,
  work: due?.work ?? null,
  dueAt: due?.at ?? null,
});

const ofShipment =
  <P extends "parcels" | "tracking">(part: P) =>
  (shipment: Shipment): (Shipment[P][number] & { readonly shipmentId: string })[] =>
    shipment[part].map((it: Shipment[P][number]) => ({ ...it, shipmentId: shipment.id }));

const changedParcels = ({ before, shipment }: Change) => {
  const known = new Map(before.parcels.map(({ reference, parcelId }) => [reference, parcelId]));
  return ofShipment("parcels")(shipment).filter(
    ({ reference, parcelId }) => known.get(reference) !== parcelId,
  );
};

const insertHeads = preparedBySize((queries, size) =>
  queries
    .insert(shipments)
    .values(placeholders(size, [...fixed, ...changing]))
    .prepare(),
);

/** `values()` is the one syntax for this that MySQL 8 and MariaDB share. */
const updateHeads = preparedBySize((queries, size) =>
  queries
    .insert(shipments)
    .values(placeholders(size, [...fixed, ...changing]))
    .onDuplicateKeyUpdate({
      set: Object.fromEntries(
        changing.map((column) => [column, sql`values(${sql.identifier(shipments[column].name)})`]),
      ),
    })
    .prepare(),
);

const insertPackages = preparedBySize((queries, size) =>
  queries
    .insert(packages)
    .values(placeholders(size, ["shipmentId", "number", "weightGrams", "lines"]))
    .prepare(),
);

/** New ones, and those that the carrier has confirmed by now. */
const writeParcels = preparedBySize((queries, size) =>
  queries
    .insert(parcels)
    .values(
      placeholders(size, [
        ...(["reference", "shipmentId", "packageNumber", "attempt", "isReturn"] as const),
        ...(["parcelId", "trackingCode"] as const),
      ]),
    )
    .onDuplicateKeyUpdate({
      set: { parcelId: sql`values(parcel_id)`, trackingCode: sql`values(tracking_code)` },
    })
    .prepare(),
);

export const insertTracking = preparedBySize((queries, size) =>
  queries
    .insert(trackingEvents)
    .values(
      placeholders(size, [
        ...(["shipmentId", "number", "reference", "sequence"] as const),
        ...(["kind", "place", "at", "heardAt"] as const),
      ]),
    )
    .prepare(),
);
