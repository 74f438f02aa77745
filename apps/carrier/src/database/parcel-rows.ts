import {
  lockDue,
  numbered,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  type Transaction,
} from "@caravan/database";
import { and, asc, eq, lte, type SQL, sql } from "drizzle-orm";
import type { Tracked } from "../dependencies.ts";
import type { Parcel, ParcelEvent } from "../domain/parcel.ts";
import { parcelEvents, parcels } from "./schema.ts";

const columns = [
  "id",
  "reference",
  "trackingCode",
  "requestHash",
  "callbackUrl",
  "isReturn",
  "isUndeliverable",
  "sequence",
  "lastKind",
  "failedDeliveries",
  "hasArrived",
  "movedAt",
] as const;

/** Writes new parcels in one statement. Throws a duplicate entry when one of the references has one already. */
export const insertParcels = async (queries: Queries, rows: readonly Parcel[]): Promise<void> => {
  await inserting(queries, rows.length).execute(numbered(rows));
};

const inserting = preparedBySize((queries, size) =>
  queries.insert(parcels).values(placeholders(size, columns)).prepare(),
);

/** Writes the state of locked parcels, all in one statement. */
export const saveParcels = async (tx: Transaction, rows: readonly Parcel[]): Promise<void> => {
  await saving(tx, rows.length).execute(numbered(rows));
};

const saving = preparedBySize((queries, size) =>
  queries
    .insert(parcels)
    .values(placeholders(size, columns))
    .onDuplicateKeyUpdate({
      set: {
        sequence: sql`values(sequence)`,
        lastKind: sql`values(last_kind)`,
        failedDeliveries: sql`values(failed_deliveries)`,
        hasArrived: sql`values(has_arrived)`,
        movedAt: sql`values(moved_at)`,
      },
    })
    .prepare(),
);

/** Appends events. */
export const insertEvents = async (tx: Transaction, rows: readonly ParcelEvent[]): Promise<void> => {
  await insertingEvents(tx, rows.length).execute(numbered(rows));
};

const insertingEvents = preparedBySize((queries, size) =>
  queries
    .insert(parcelEvents)
    .values(placeholders(size, ["id", "parcelId", "sequence", "kind", "place", "at"]))
    .prepare(),
);

const tracking = (queries: Queries, condition: SQL) =>
  queries
    .select()
    .from(parcels)
    .leftJoin(parcelEvents, eq(parcelEvents.parcelId, parcels.id))
    .where(condition)
    .orderBy(asc(parcelEvents.sequence))
    .prepare();

const byId = preparedQuery((queries) => tracking(queries, eq(parcels.id, sql.placeholder("name"))));
const byReference = preparedQuery((queries) =>
  tracking(queries, eq(parcels.reference, sql.placeholder("name"))),
);

/** A parcel with its events. */
export const selectTracked = async (
  queries: Queries,
  by: "id" | "reference",
  name: string,
): Promise<Tracked | undefined> => {
  const rows = await (by === "id" ? byId : byReference)(queries).execute({ name });
  const [first] = rows;
  return first && { parcel: first.parcels, events: rows.flatMap((row) => row.parcel_events ?? []) };
};

/** Locks one parcel. */
export const lockByTrackingCode = async (tx: Transaction, trackingCode: string): Promise<Parcel[]> =>
  tx.select().from(parcels).where(eq(parcels.trackingCode, trackingCode)).for("update");

/** Locks due parcels, skipping those that are locked already. */
export const lockWaiting = (tx: Transaction, movedUntil: Date, limit: number): Promise<Parcel[]> =>
  lockDue(
    tx
      .select()
      .from(parcels)
      .where(and(eq(parcels.hasArrived, false), lte(parcels.movedAt, movedUntil)))
      .orderBy(asc(parcels.movedAt))
      .limit(limit),
  );
