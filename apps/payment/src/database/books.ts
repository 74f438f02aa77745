import { type BookMovement, newId } from "@caravan/contracts";
import {
  type Database,
  isDuplicateEntry,
  numbered,
  placeholders,
  preparedBySize,
  type Queries,
  type Transaction,
} from "@caravan/database";
import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Books } from "../dependencies.ts";
import type { Movement } from "../domain/books.ts";
import { bookLines, bookMovements } from "./schema.ts";

/** Rows of one insert at most. */
const together = 100;

/** Writes movements with their lines, in the transaction of what they tell of. */
export const insertMovements = async (
  tx: Transaction,
  movements: readonly Movement[],
  at: Date,
): Promise<void> => {
  for (const some of batches(movements, together)) {
    const rows = some.map((it) => ({ ...it, id: newId("mov"), at }));
    await insertHeads(tx, rows.length).execute(numbered(rows.map(({ lines: _, ...head }) => head)));
    const lines = rows.flatMap((row) => row.lines.map((line) => ({ ...line, movementId: row.id })));
    await insertLines(tx, lines.length).execute(numbered(lines));
  }
};

const insertHeads = preparedBySize((queries, size) =>
  queries
    .insert(bookMovements)
    .values(placeholders(size, ["id", "reason", "paymentId", "reference", "at"]))
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(bookLines)
    .values(placeholders(size, ["movementId", "account", "amountCents"]))
    .prepare(),
);

export const openBooks = (database: Database): Books => ({
  async balances() {
    const rows = await database.drizzle
      .select({ account: bookLines.account, balanceCents: sql<string>`sum(${bookLines.amountCents})` })
      .from(bookLines)
      .groupBy(bookLines.account);
    return rows.map(({ account, balanceCents }) => ({ account, balanceCents: Number(balanceCents) }));
  },

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
    for (const some of batches(references, 1000)) {
      const heads = await database.drizzle
        .select()
        .from(bookMovements)
        .where(inArray(bookMovements.reference, [...some]));
      found.push(...(await withLines(database.drizzle, heads)));
    }
    return found;
  },

  between: async (from, to) =>
    withLines(
      database.drizzle,
      await database.drizzle
        .select()
        .from(bookMovements)
        .where(and(gte(bookMovements.at, from), lt(bookMovements.at, to)))
        .orderBy(asc(bookMovements.at)),
    ),

  async record(movements, at) {
    for (const some of batches(movements, together))
      await recordAll(database, await unknownOf(database, some), at);
  },
});

/** All at once; when another replica has just written one of them, each for itself. */
const recordAll = async (database: Database, movements: readonly Movement[], at: Date): Promise<void> => {
  await database
    .transaction((tx) => insertMovements(tx, movements, at))
    .catch(async (error: unknown) => {
      if (!isDuplicateEntry(error, "book_movements_reference")) throw error;
      if (movements.length > 1) for (const it of movements) await recordAll(database, [it], at);
    });
};

const unknownOf = async (database: Database, movements: readonly Movement[]): Promise<Movement[]> => {
  const references = movements.map(({ reference }) => reference);
  const known = await database.drizzle
    .select({ reason: bookMovements.reason, reference: bookMovements.reference })
    .from(bookMovements)
    .where(inArray(bookMovements.reference, references));
  const keys = new Set(known.map(({ reason, reference }) => `${reason} ${reference}`));
  return movements.filter(({ reason, reference }) => !keys.has(`${reason} ${reference}`));
};

function* batches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += size) yield items.slice(first, first + size);
}

type Head = typeof bookMovements.$inferSelect;

const withLines = async (queries: Queries, heads: readonly Head[]): Promise<BookMovement[]> => {
  const lines: (typeof bookLines.$inferSelect)[] = [];
  for (const some of batches(heads, 1000)) {
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
