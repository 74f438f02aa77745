import {
  numbered,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  rowsPerInsert,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Intent } from "../domain/intent.ts";
import { intents } from "./schema.ts";

const columns = [
  "id",
  "merchantReference",
  "status",
  "amountCents",
  "currency",
  "capturedCents",
  "refundedCents",
  "declineReason",
  "declinedCards",
  "description",
  "returnUrl",
  "callbackUrl",
  "createdAt",
] as const;

/** Writes new intents in one statement. Throws a duplicate entry when one of the references has one already. */
export const insertIntents = async (queries: Queries, rows: readonly Intent[]): Promise<void> => {
  await writeRows(queries, inserting, rows, rowsPerInsert);
};

const inserting = preparedBySize((queries, size) =>
  queries.insert(intents).values(placeholders(size, columns)).prepare(),
);

/** Writes what has changed of intents whose locks are held, all in one statement. */
export const saveIntents = async (tx: Transaction, rows: readonly Intent[]): Promise<void> => {
  await writeRows(tx, saving, rows, rowsPerInsert);
};

const saving = preparedBySize((queries, size) =>
  queries
    .insert(intents)
    .values(placeholders(size, columns))
    .onDuplicateKeyUpdate({
      set: {
        status: sql`values(status)`,
        capturedCents: sql`values(captured_cents)`,
        refundedCents: sql`values(refunded_cents)`,
        declineReason: sql`values(decline_reason)`,
        declinedCards: sql`values(declined_cards)`,
        returnUrl: sql`values(return_url)`,
      },
    })
    .prepare(),
);

export const selectById = async (queries: Queries, id: string): Promise<Intent | undefined> =>
  (await byId(queries).execute({ id }))[0];

const byId = preparedQuery((queries) =>
  queries
    .select()
    .from(intents)
    .where(eq(intents.id, sql.placeholder("id")))
    .prepare(),
);

export const selectByReference = async (queries: Queries, reference: string): Promise<Intent | undefined> =>
  (await byReference(queries).execute({ reference }))[0];

const byReference = preparedQuery((queries) =>
  queries
    .select()
    .from(intents)
    .where(eq(intents.merchantReference, sql.placeholder("reference")))
    .prepare(),
);

/** Locks the intents in the order of their ids, so that the steps of one intent are serialised. */
export const lockIntents = async (tx: Transaction, ids: readonly string[]): Promise<Intent[]> =>
  locking(tx, ids.length).execute(numbered(ids.map((id) => ({ id }))));

const locking = preparedBySize((queries, size) =>
  queries
    .select()
    .from(intents)
    .where(
      inArray(
        intents.id,
        placeholders(size, ["id"]).map(({ id }) => id),
      ),
    )
    .orderBy(asc(intents.id))
    .for("update")
    .prepare(),
);
