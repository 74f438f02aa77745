import { eq, inArray, sql } from "drizzle-orm";
import { numbered, partsOf, placeholders, rowsPerInsert } from "../multi-row.ts";
import { preparedBySize, preparedQuery } from "../prepared.ts";
import type { Transaction } from "../transaction.ts";
import { peopleTable as people } from "./people-table.ts";

/** A person's row. */
export type PersonRow = typeof people.$inferSelect;

const touch = preparedBySize((queries, size) =>
  queries
    .insert(people)
    .values(placeholders(size, ["subject"]))
    .onDuplicateKeyUpdate({ set: { subject: sql`subject` } })
    .prepare(),
);

const select = preparedBySize((queries, size) =>
  queries
    .select()
    .from(people)
    .where(
      inArray(
        people.subject,
        placeholders(size, ["subject"]).map(({ subject }) => subject),
      ),
    )
    .prepare(),
);

/**
 * Locks the rows of these people, there or not, until the transaction ends: two statements for up to a hundred. Guests
 * come before accounts and each in the order of their ids, so deadlocks cannot occur.
 */
export const lockPeople = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<Map<string, PersonRow>> => {
  const ids = [...new Set(subjects)].sort();
  const rows = new Map<string, PersonRow>();
  for (const some of partsOf(ids, rowsPerInsert)) {
    const values = numbered(some.map((subject) => ({ subject })));
    await touch(tx, some.length).execute(values);
    for (const row of await select(tx, some.length).execute(values)) rows.set(row.subject, row);
  }
  return rows;
};

const setBecame = preparedQuery((queries) =>
  queries
    .update(people)
    .set({ became: sql`${sql.placeholder("account")}` })
    .where(eq(people.subject, sql.placeholder("guest")))
    .prepare(),
);

/** Records which account a locked guest has become. */
export const noteBecame = async (tx: Transaction, guest: string, account: string): Promise<void> => {
  await setBecame(tx).execute({ guest, account });
};

/** Records since when a locked person is erased. */
export const noteErased = async (tx: Transaction, subject: string, erasedAt: Date): Promise<void> => {
  await tx.update(people).set({ erasedAt }).where(eq(people.subject, subject));
};
