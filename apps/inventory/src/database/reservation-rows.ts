import {
  lockDue,
  numbered,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  rowsPerInsert,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { and, asc, eq, inArray, lte, notInArray, type SQL, sql } from "drizzle-orm";
import type { Allocation } from "../domain/goods.ts";
import type { Reservation } from "../domain/reservation.ts";
import { reservationLines, reservations } from "./schema.ts";

/** The row of a reservation, written before its allocation. */
export type Head = Omit<Reservation, "allocations">;

/** Writes new reservations, without lines. Throws a duplicate entry when one of the orders has one already. */
export const insertHeads = async (
  tx: Transaction,
  heads: readonly Head[],
  createdAt: Date,
): Promise<void> => {
  const rows = heads.map(({ id, orderId, status, expiresAt, allotmentId }) => ({
    ...{ id, orderId, status, expiresAt, allotmentId },
    createdAt,
  }));
  await writeRows(tx, insertHeadRows, rows, rowsPerInsert);
};

/** Writes their allocations. */
export const insertLines = async (
  tx: Transaction,
  some: readonly Pick<Reservation, "id" | "allocations">[],
): Promise<void> => {
  const lines = some.flatMap(({ id, allocations }) =>
    allocations.map((allocation) => ({ ...allocation, reservationId: id })),
  );
  await writeRows(tx, insertLineRows, lines);
};

/** Deletes their allocations, before new ones are written. */
export const deleteLines = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  await tx.delete(reservationLines).where(inArray(reservationLines.reservationId, [...ids]));
};

const insertHeadRows = preparedBySize((queries, size) =>
  queries
    .insert(reservations)
    .values(placeholders(size, ["id", "orderId", "status", "expiresAt", "createdAt", "allotmentId"]))
    .prepare(),
);

const insertLineRows = preparedBySize((queries, size) =>
  queries
    .insert(reservationLines)
    .values(placeholders(size, ["reservationId", "sku", "warehouse", "quantity"]))
    .prepare(),
);

const columns = {
  id: reservations.id,
  orderId: reservations.orderId,
  status: reservations.status,
  expiresAt: reservations.expiresAt,
  allotmentId: reservations.allotmentId,
  sku: reservationLines.sku,
  warehouse: reservationLines.warehouse,
  quantity: reservationLines.quantity,
};

/**
 * With their lines, of which each has some. A left join, so that the server reads and locks reservations first: an inner join may begin with
 * the lines, and two transactions that lock in opposite order deadlock.
 */
const joined = (queries: Queries, condition: SQL | undefined) =>
  queries
    .select(columns)
    .from(reservations)
    .leftJoin(reservationLines, eq(reservationLines.reservationId, reservations.id))
    .where(condition)
    .orderBy(asc(reservations.id), asc(reservationLines.sku), asc(reservationLines.warehouse));

type Row = Head & { readonly [K in keyof Allocation]: Allocation[K] | null };

/** The reservations of joined rows. */
const fromRows = (rows: readonly Row[]): Reservation[] =>
  [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { id, orderId, status, expiresAt, allotmentId } = first;
    const allocations = own.flatMap(({ sku, warehouse, quantity }) =>
      sku === null || warehouse === null || quantity === null ? [] : [{ sku, warehouse, quantity }],
    );
    return [{ id, orderId, status, expiresAt, allotmentId, allocations }];
  });

export const selectById = async (queries: Queries, id: string): Promise<Reservation[]> =>
  fromRows(await byId(queries).execute({ id }));

const byId = preparedQuery((queries) =>
  joined(queries, eq(reservations.id, sql.placeholder("id"))).prepare(),
);

export const selectByOrder = async (queries: Queries, orderId: string): Promise<Reservation[]> =>
  fromRows(await byOrder(queries).execute({ orderId }));

const byOrder = preparedQuery((queries) =>
  joined(queries, eq(reservations.orderId, sql.placeholder("orderId"))).prepare(),
);

const rowsOf = (ids: readonly string[]) => ids.map((id) => ({ id }));
const idPlaceholders = (size: number) => placeholders(size, ["id"]).map(({ id }) => id);

/** Locks the reservations in the order of their ids, so that the steps of one are serialised. */
export const lockReservations = async (tx: Transaction, ids: readonly string[]): Promise<Reservation[]> =>
  fromRows(await forUpdate(tx, ids.length).execute(numbered(rowsOf(ids))));

const forUpdate = preparedBySize((queries, size) =>
  joined(queries, inArray(reservations.id, idPlaceholders(size)))
    .for("update")
    .prepare(),
);

/** Locks due reservations, skipping those that are locked already, and those named. */
export const lockExpired = async (
  tx: Transaction,
  now: Date,
  limit: number,
  except: readonly string[],
): Promise<Reservation[]> => {
  const passedOver = except.length === 0 ? undefined : notInArray(reservations.id, [...except]);
  const due = await lockDue(
    tx
      .select({ id: reservations.id })
      .from(reservations)
      .where(and(eq(reservations.status, "held"), lte(reservations.expiresAt, now), passedOver))
      .orderBy(asc(reservations.expiresAt))
      .limit(limit),
  );
  return due.length === 0
    ? []
    : lockReservations(
        tx,
        due.map(({ id }) => id),
      );
};

export const updateStatus = async (
  tx: Transaction,
  status: Reservation["status"],
  ids: readonly string[],
): Promise<void> => {
  await setStatus(tx, ids.length).execute({ status, ...numbered(rowsOf(ids)) });
};

/** Their pieces came from free stock in the end. */
export const leaveAllotment = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx
    .update(reservations)
    .set({ allotmentId: null })
    .where(inArray(reservations.id, [...ids]));
};

const setStatus = preparedBySize((queries, size) =>
  queries
    .update(reservations)
    .set({ status: sql`${sql.placeholder("status")}` })
    .where(inArray(reservations.id, idPlaceholders(size)))
    .prepare(),
);
