import {
  type Database,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Transaction,
  writeRows,
} from "@caravan/database";
import type { Batch, Decided, StoredTicket } from "@caravan/flash-admission";
import { and, asc, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Sale } from "../domain/sale.ts";
import type { Outcome } from "./decided.ts";
import { decisions, sales, tickets } from "./schema.ts";

/** Locks a sale: all that is decided for it is stored under this lock. */
export const lockSale = async (tx: Transaction, id: string): Promise<Sale | undefined> => {
  const [sale] = await saleForUpdate(tx).execute({ id });
  return sale;
};

const saleForUpdate = preparedQuery((queries) =>
  queries
    .select()
    .from(sales)
    .where(eq(sales.id, sql.placeholder("id")))
    .for("update")
    .prepare(),
);

/** The stored marks from the one before the batch on. */
export const marksOf = async (tx: Transaction, { sale, epoch, shard, decided }: Batch) => {
  const from = (decided[0]?.number ?? 1) - 1;
  const rows = await marksFrom(tx).execute({ sale, epoch, shard, from });
  return new Map(rows.map(({ number, mark }) => [number, mark]));
};

const marksFrom = preparedQuery((queries) =>
  queries
    .select({ number: decisions.number, mark: decisions.mark })
    .from(decisions)
    .where(
      and(
        eq(decisions.saleId, sql.placeholder("sale")),
        eq(decisions.epoch, sql.placeholder("epoch")),
        eq(decisions.shard, sql.placeholder("shard")),
        gte(decisions.number, sql.placeholder("from")),
      ),
    )
    .orderBy(asc(decisions.number))
    .prepare(),
);

/** The number of the newest decision of a shard, 0 for none; undefined: the epoch is over, or about to be. */
export const newestDecision = async (
  { drizzle }: Database,
  { sale, epoch, shard }: Omit<Batch, "decided">,
): Promise<number | undefined> => {
  const [row] = await newestOfShard(drizzle).execute({ sale, epoch, shard });
  return row && (row.number ?? 0);
};

const newestOfShard = preparedQuery((queries) =>
  queries
    .select({ number: decisions.number })
    .from(sales)
    .leftJoin(
      decisions,
      and(
        eq(decisions.saleId, sales.id),
        eq(decisions.epoch, sales.epoch),
        eq(decisions.shard, sql.placeholder("shard")),
      ),
    )
    .where(
      and(
        eq(sales.id, sql.placeholder("sale")),
        eq(sales.epoch, sql.placeholder("epoch")),
        eq(sales.rebuildNeeded, false),
      ),
    )
    .orderBy(desc(decisions.number))
    .limit(1)
    .prepare(),
);

/** The status of those tickets that are stored. Most are new: only those in line, and those given back, are known. */
export const statusesOf = async (tx: Transaction, fresh: readonly Decided[]) => {
  const rows = await tx
    .select({ id: tickets.id, status: tickets.status })
    .from(tickets)
    .where(inArray(tickets.id, [...new Set(fresh.map(({ ticket }) => ticket))]));
  return new Map(rows.map(({ id, status }) => [id, status]));
};

/** Writes the marks of decisions. */
export const writeMarks = (
  tx: Transaction,
  { sale, epoch, shard }: Batch,
  fresh: readonly Decided[],
): Promise<void> =>
  writeRows(
    tx,
    insertDecisions,
    fresh.map(({ number, mark }) => ({ saleId: sale, epoch, shard, number, mark })),
  );

const insertDecisions = preparedBySize((queries, size) =>
  queries
    .insert(decisions)
    .values(placeholders(size, ["saleId", "epoch", "shard", "number", "mark"]))
    .prepare(),
);

/** Writes tickets in the order of their first decision. A piece is to become an order at once; what went back needs nothing more. */
export const writeTickets = async (
  tx: Transaction,
  saleId: string,
  outcomes: readonly Outcome[],
  before: ReadonlyMap<string, Decided["kind"]>,
  now: Date,
): Promise<void> => {
  const taskOf = (kind: Decided["kind"]) =>
    kind === "admitted"
      ? ({ task: "order", dueAt: now, admittedAt: now } as const)
      : { task: null, dueAt: null, admittedAt: null };
  await writeRows(
    tx,
    insertTickets,
    outcomes
      .filter(({ ticket }) => !before.has(ticket))
      .map(({ ticket, shopper, click, kind }) => ({
        ...{ id: ticket, saleId, shopperId: shopper, click, status: kind },
        ...taskOf(kind),
      })),
  );
  const known = outcomes.filter(({ ticket }) => before.has(ticket));
  for (const [status, some] of Map.groupBy(known, ({ kind }) => kind))
    await tx
      .update(tickets)
      .set({ status, ...taskOf(status), attempts: 0 })
      .where(
        inArray(
          tickets.id,
          some.map(({ ticket }) => ticket),
        ),
      );
};

const insertTickets = preparedBySize((queries, size) =>
  queries
    .insert(tickets)
    .values(
      placeholders(size, ["id", "saleId", "shopperId", "click", "status", "task", "dueAt", "admittedAt"]),
    )
    .prepare(),
);

/** All tickets of a sale in the order in which they were first stored. */
export const storedTickets = async (tx: Transaction, saleId: string): Promise<StoredTicket[]> =>
  tx
    .select({
      ticket: tickets.id,
      shopper: tickets.shopperId,
      click: tickets.click,
      status: tickets.status,
    })
    .from(tickets)
    .where(eq(tickets.saleId, saleId))
    .orderBy(asc(tickets.position));
