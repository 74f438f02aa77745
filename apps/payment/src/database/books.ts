import type { BookMovement } from "@caravan/contracts";
import { type Database, partsOf, type Queries } from "@caravan/database";
import { and, asc, desc, eq, gt, gte, inArray, lt, or } from "drizzle-orm";
import type { Books } from "../dependencies.ts";
import { balancesOf, closeBooks } from "./book-closings.ts";
import { recordMovements } from "./record-movements.ts";
import { bookLines, bookMovements } from "./schema.ts";

/** Most movements of one query. */
const pageSize = 1000;

export const openBooks = (database: Database): Books => ({
  async balances() {
    const balances = await balancesOf(database.drizzle);
    return [...balances].map(([account, balanceCents]) => ({ account, balanceCents }));
  },

  close: (now) => closeBooks(database, now),

  movements: async ({ paymentId, before, limit }) =>
    withLines(
      database.drizzle,
      await database.drizzle
        .select()
        .from(bookMovements)
        .where(
          and(
            paymentId === undefined ? undefined : eq(bookMovements.paymentId, paymentId),
            before === undefined ? undefined : lt(bookMovements.id, before),
          ),
        )
        .orderBy(desc(bookMovements.id))
        .limit(limit),
    ),

  async byReferences(references) {
    const found: BookMovement[] = [];
    for (const some of partsOf(references, pageSize)) {
      const heads = await database.drizzle
        .select()
        .from(bookMovements)
        .where(inArray(bookMovements.reference, some));
      found.push(...(await withLines(database.drizzle, heads)));
    }
    return found;
  },

  async *exchanged(from, to) {
    const { at, id, reason } = bookMovements;
    for (let last: Head | undefined, more = true; more; ) {
      const heads: Head[] = await database.drizzle
        .select()
        .from(bookMovements)
        .where(
          and(
            gte(at, last?.at ?? from),
            lt(at, to),
            last && or(gt(at, last.at), gt(id, last.id)),
            inArray(reason, ["captured", "refunded"]),
          ),
        )
        .orderBy(asc(at), asc(id))
        .limit(pageSize);
      yield await withLines(database.drizzle, heads);
      last = heads.at(-1);
      more = heads.length === pageSize;
    }
  },

  record: (movements, at) => recordMovements(database, movements, at),
});

type Head = typeof bookMovements.$inferSelect;

const withLines = async (queries: Queries, heads: readonly Head[]): Promise<BookMovement[]> => {
  const lines: (typeof bookLines.$inferSelect)[] = [];
  for (const some of partsOf(heads, pageSize)) {
    const ids = some.map(({ id }) => id);
    lines.push(...(await queries.select().from(bookLines).where(inArray(bookLines.movementId, ids))));
  }
  const byMovement = Map.groupBy(lines, ({ movementId }) => movementId);
  return heads.map((head) => ({
    ...head,
    at: head.at.toISOString(),
    lines: (byMovement.get(head.id) ?? []).map(({ account, amountCents }) => ({ account, amountCents })),
  }));
};
