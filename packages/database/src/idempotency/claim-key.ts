import { randomUUIDv7 } from "node:crypto";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { isDuplicateEntry } from "../errors.ts";
import type { Database } from "../open-database.ts";
import { preparedQuery } from "../prepared.ts";
import { idempotencyTable as table } from "./idempotency-table.ts";
import { keyInProgress, keyReused } from "./refusals.ts";

/** The right to do the work of one key, for as long as the lease lasts. */
export interface KeyClaim {
  readonly id: string;
  readonly owner: string;
  readonly resourceId: string;
}

/** What is claimed, by digest. */
export interface KeyRequest {
  readonly id: string;
  readonly requestHash: string;
  readonly leaseSeconds: number;
  readonly keepSeconds: number;
  readonly newResourceId: () => string;
}

const inSeconds = (name: string) => sql`now(3) + interval ${sql.placeholder(name)} second`;

const insert = preparedQuery((queries) =>
  queries
    .insert(table)
    .values({
      id: sql.placeholder("id"),
      requestHash: sql.placeholder("requestHash"),
      resourceId: sql.placeholder("resourceId"),
      owner: sql.placeholder("owner"),
      leaseUntil: inSeconds("leaseSeconds"),
      expiresAt: inSeconds("keepSeconds"),
    })
    .prepare(),
);

const find = preparedQuery((queries) =>
  queries
    .select({
      requestHash: table.requestHash,
      resourceId: table.resourceId,
      owner: table.owner,
      running: sql`coalesce(${table.leaseUntil} > now(3), 0)`.mapWith(Boolean),
      responseStatus: table.responseStatus,
      responseBody: table.responseBody,
    })
    .from(table)
    .where(eq(table.id, sql.placeholder("id")))
    .prepare(),
);

const takeOver = preparedQuery((queries) =>
  queries
    .update(table)
    .set({ owner: sql`${sql.placeholder("owner")}`, leaseUntil: inSeconds("leaseSeconds") })
    .where(
      and(
        eq(table.id, sql.placeholder("id")),
        eq(table.owner, sql.placeholder("previousOwner")),
        isNull(table.responseStatus),
        or(isNull(table.leaseUntil), lt(table.leaseUntil, sql`now(3)`)),
      ),
    )
    .prepare(),
);

/** A finished key's response. */
export interface Finished {
  readonly response: { readonly status: number; readonly body: unknown };
}

/**
 * Claims a key with one insert; only a taken key costs a further query. The server's clock decides about leases.
 *
 * @throws Refusal `idempotency-key-reused`, `idempotency-key-in-progress`
 */
export const claimKey = async (
  { drizzle }: Pick<Database, "drizzle">,
  { newResourceId, ...request }: KeyRequest,
): Promise<KeyClaim | Finished> => {
  const { id, requestHash, leaseSeconds } = request;
  const owner = randomUUIDv7();
  const resourceId = newResourceId();
  try {
    await insert(drizzle).execute({ ...request, owner, resourceId });
    return { id, owner, resourceId };
  } catch (error) {
    if (!isDuplicateEntry(error)) throw error;
  }
  const [row] = await find(drizzle).execute({ id });
  if (!row) throw keyInProgress(); // purged this very moment: the next attempt finds the key free
  if (row.requestHash !== requestHash) throw keyReused();
  if (row.responseStatus !== null) {
    return { response: { status: row.responseStatus, body: JSON.parse(row.responseBody ?? "null") } };
  }
  if (row.running) throw keyInProgress();
  const [taken] = await takeOver(drizzle).execute({ id, owner, leaseSeconds, previousOwner: row.owner });
  if (taken.affectedRows !== 1) throw keyInProgress();
  return { id, owner, resourceId: row.resourceId };
};

/** The key `id` still belongs to `owner`, and no response is stored. */
export const stillMine = and(
  eq(table.id, sql.placeholder("id")),
  eq(table.owner, sql.placeholder("owner")),
  isNull(table.responseStatus),
);

const release = preparedQuery((queries) =>
  queries.update(table).set({ leaseUntil: null }).where(stillMine).prepare(),
);

/** Frees a key whose work did not complete, for the next attempt; does nothing once a response is stored. */
export const releaseKey = async (
  { drizzle }: Pick<Database, "drizzle">,
  { id, owner }: KeyClaim,
): Promise<void> => {
  await release(drizzle).execute({ id, owner });
};
