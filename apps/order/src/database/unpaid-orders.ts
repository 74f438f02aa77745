import { preparedBySize, preparedQuery, type Queries, type Transaction } from "@caravan/database";
import { and, eq, inArray, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/mysql-core";
import { type Unpaid, unpaidStatuses } from "../domain/unpaid.ts";
import type { Person } from "../order-store.ts";
import { orders } from "./schema.ts";

/** An order that was placed under this key before. */
export interface PlacedBefore {
  readonly id: string;
  readonly hash: string | null;
}

const columns = { id: orders.id, pieces: orders.pieces, hash: orders.placementHash };
const shoppers = [sql.placeholder("subject"), sql.placeholder("formerly")];

const selectBoth = preparedQuery((queries) =>
  unionAll(
    queries
      .select({ ...columns, known: sql<number>`0`.mapWith(Number) })
      .from(orders)
      .where(and(inArray(orders.shopperId, shoppers), inArray(orders.status, unpaidStatuses))),
    queries
      .select({ ...columns, known: sql<number>`1`.mapWith(Number) })
      .from(orders)
      .where(
        and(
          inArray(orders.shopperId, shoppers),
          sql`${orders.placementKey} = ${sql.placeholder("placementKey")}`,
        ),
      ),
  ).prepare(),
);

/** Before any stock is held: what the shopper holds unpaid already, and the order that this key has made before. One query. */
export const lookAhead = async (
  queries: Queries,
  { subject, formerly = subject }: Person,
  placementKey: string,
): Promise<{ unpaid: Unpaid; before: PlacedBefore | undefined }> => {
  const rows = await selectBoth(queries).execute({ subject, formerly, placementKey });
  const unpaid = rows.filter(({ known }) => known === 0);
  return {
    unpaid: { orders: unpaid.length, pieces: unpaid.reduce((sum, { pieces }) => sum + pieces, 0) },
    before: rows.find(({ known }) => known === 1),
  };
};

const placedUnder = preparedQuery((queries) =>
  queries
    .select({ id: orders.id, hash: orders.placementHash })
    .from(orders)
    .where(
      and(
        eq(orders.shopperId, sql.placeholder("shopperId")),
        sql`${orders.placementKey} = ${sql.placeholder("placementKey")}`,
      ),
    )
    .prepare(),
);

/** The order that this shopper has placed under this key. */
export const findPlaced = async (
  queries: Queries,
  shopperId: string,
  placementKey: string,
): Promise<PlacedBefore | undefined> => (await placedUnder(queries).execute({ shopperId, placementKey }))[0];

/** What each of these shoppers holds unpaid. Their rows in `people` are locked, so none of them can hold more meanwhile. */
export const countUnpaid = async (
  tx: Transaction,
  shopperIds: readonly string[],
): Promise<Map<string, Unpaid>> => {
  const ids = [...new Set(shopperIds)];
  const rows = await unpaidOf(tx, ids.length).execute(
    Object.fromEntries(ids.map((id, i) => [`shopper${i}`, id])),
  );
  const none: Unpaid = { orders: 0, pieces: 0 };
  return new Map([
    ...ids.map((id) => [id, none] as const),
    ...rows.map(({ shopperId, ...unpaid }) => [shopperId, unpaid] as const),
  ]);
};

const unpaidOf = preparedBySize((queries, size) =>
  queries
    .select({
      shopperId: orders.shopperId,
      orders: sql`count(*)`.mapWith(Number),
      pieces: sql`sum(${orders.pieces})`.mapWith(Number),
    })
    .from(orders)
    .where(
      and(
        inArray(
          orders.shopperId,
          Array.from({ length: size }, (_, i) => sql.placeholder(`shopper${i}`)),
        ),
        inArray(orders.status, unpaidStatuses),
      ),
    )
    .groupBy(orders.shopperId)
    .prepare(),
);
