import { insertParts, numbered, type Transaction } from "@caravan/database";
import { sql } from "drizzle-orm";

/** Placeholders that take what is encoded already: drizzle's own cannot encode a moment or a document that is null. */
export const encoded = <const C extends string>(size: number, columns: readonly C[]) =>
  Array.from(
    { length: size },
    (_, i) =>
      // fromEntries forgets which keys it was given.
      Object.fromEntries(
        columns.map((column) => [column, sql`${sql.placeholder(`${column}${i}`)}`]),
      ) as Record<C, ReturnType<typeof sql>>,
  );

/** A moment as both servers take it, in the session's UTC. */
export const textOf = (at: Date | null): string | null =>
  at === null ? null : at.toISOString().replace("T", " ").replace("Z", "");

/** Writes rows with as few statements as there may be; none for no rows. */
export const writeRows = async (
  tx: Transaction,
  write: (tx: Transaction, size: number) => { execute(values: Record<string, unknown>): Promise<unknown> },
  rows: readonly object[],
): Promise<void> => {
  for (const some of insertParts(rows)) await write(tx, some.length).execute(numbered(some));
};
