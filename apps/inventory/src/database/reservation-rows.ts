import { preparedBySize, preparedQuery, type Queries, type Transaction } from "@caravan/database";
import { asc, eq, type SQL, sql } from "drizzle-orm";
import type { Line, Reservation } from "../domain/reservation.ts";
import { reservationLines, reservations } from "./schema.ts";

/** Writes a new reservation and its lines. Throws a duplicate entry when the order has one already. */
export const insertReservation = async (
  tx: Transaction,
  reservation: Reservation,
  now: Date,
): Promise<void> => {
  const { id, orderId, status, expiresAt, lines } = reservation;
  await insertHead(tx).execute({ id, orderId, status, expiresAt, now });
  const values: Record<string, unknown> = { id };
  lines.forEach((line, i) => {
    values[`sku${i}`] = line.sku;
    values[`quantity${i}`] = line.quantity;
  });
  await insertLines(tx, lines.length).execute(values);
};

const insertHead = preparedQuery((queries) =>
  queries
    .insert(reservations)
    .values({
      id: sql.placeholder("id"),
      orderId: sql.placeholder("orderId"),
      status: sql.placeholder("status"),
      expiresAt: sql.placeholder("expiresAt"),
      createdAt: sql.placeholder("now"),
    })
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(reservationLines)
    .values(
      Array.from({ length: size }, (_, i) => ({
        reservationId: sql.placeholder("id"),
        sku: sql.placeholder(`sku${i}`),
        quantity: sql.placeholder(`quantity${i}`),
      })),
    )
    .prepare(),
);

const joined = (queries: Queries, condition: SQL) =>
  queries
    .select({
      id: reservations.id,
      orderId: reservations.orderId,
      status: reservations.status,
      expiresAt: reservations.expiresAt,
      sku: reservationLines.sku,
      quantity: reservationLines.quantity,
    })
    .from(reservations)
    .innerJoin(reservationLines, eq(reservationLines.reservationId, reservations.id))
    .where(condition)
    .orderBy(asc(reservationLines.sku));

type Row = Omit<Reservation, "lines"> & Line;

/** The reservation that joined rows tell of; all of them belong to one. */
export const fromRows = (rows: readonly Row[]): Reservation | undefined => {
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, orderId, status, expiresAt } = first;
  return { id, orderId, status, expiresAt, lines: rows.map(({ sku, quantity }) => ({ sku, quantity })) };
};

export const selectById = preparedQuery((queries) =>
  joined(queries, eq(reservations.id, sql.placeholder("id"))).prepare(),
);

export const selectByOrder = preparedQuery((queries) =>
  joined(queries, eq(reservations.orderId, sql.placeholder("orderId"))).prepare(),
);

/** Takes the reservation's lock: steps of one reservation happen one after the other. */
export const selectForUpdate = preparedQuery((queries) =>
  joined(queries, eq(reservations.id, sql.placeholder("id")))
    .for("update")
    .prepare(),
);

export const updateStatus = preparedQuery((queries) =>
  queries
    .update(reservations)
    .set({ status: sql`${sql.placeholder("status")}` })
    .where(eq(reservations.id, sql.placeholder("id")))
    .prepare(),
);
