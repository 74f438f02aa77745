import { rowsPerInsert, type Transaction } from "@caravan/database";
import { eq } from "drizzle-orm";
import type { Shipment } from "../domain/shipment.ts";
import { packages, parcels, shipments, trackingEvents } from "./schema.ts";

const headOf = ({ packages: _p, parcels: _q, tracking: _t, due, ...head }: Shipment) => ({
  ...head,
  work: due?.work ?? null,
  dueAt: due?.at ?? null,
});

/** Writes a new shipment. Throws a duplicate entry when its order has one already. */
export const insertShipment = async (tx: Transaction, shipment: Shipment): Promise<void> => {
  const shipmentId = shipment.id;
  await tx.insert(shipments).values(headOf(shipment));
  for (const some of inChunks(shipment.packages))
    await tx
      .insert(packages)
      .values(some.map(({ lines, ...rest }) => ({ ...rest, lines: [...lines], shipmentId })));
  await insertParcels(tx, shipmentId, shipment.parcels);
};

/** Writes what has changed, and nothing else. Only whoever holds the shipment's lock may. */
export const updateShipment = async (
  tx: Transaction,
  before: Shipment,
  shipment: Shipment,
  revision: number,
): Promise<void> => {
  const shipmentId = shipment.id;
  if (before === shipment) return;
  await tx
    .update(shipments)
    .set({ ...headOf(shipment), revision: isNews(before, shipment) ? revision + 1 : revision })
    .where(eq(shipments.id, shipmentId));
  const known = new Map(before.parcels.map((parcel) => [parcel.reference, parcel]));
  await insertParcels(
    tx,
    shipmentId,
    shipment.parcels.filter(({ reference }) => !known.has(reference)),
  );
  for (const parcel of shipment.parcels) {
    const old = known.get(parcel.reference);
    if (old === undefined || old.parcelId === parcel.parcelId) continue;
    const { parcelId, trackingCode } = parcel;
    await tx.update(parcels).set({ parcelId, trackingCode }).where(eq(parcels.reference, parcel.reference));
  }
  for (const some of inChunks(shipment.tracking.slice(before.tracking.length)))
    await tx.insert(trackingEvents).values(some.map((station) => ({ ...station, shipmentId })));
};

/** Reports whether there is something to tell those who follow the shipment. */
export const isNews = (before: Shipment, shipment: Shipment): boolean =>
  before.status !== shipment.status || before.tracking.length !== shipment.tracking.length;

const insertParcels = async (
  tx: Transaction,
  shipmentId: string,
  added: Shipment["parcels"],
): Promise<void> => {
  for (const some of inChunks(added))
    await tx.insert(parcels).values(some.map((parcel) => ({ ...parcel, shipmentId })));
};

const inChunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerInsert) }, (_, i) =>
    rows.slice(i * rowsPerInsert, (i + 1) * rowsPerInsert),
  );
