import {
  afterCommit,
  type Database,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Transaction,
  writeRows,
} from "@caravan/database";
import type { Batch, Decided, Snapshot, StoredTicket, TicketStore } from "@caravan/flash-admission";
import { and, asc, eq, gte, inArray, sql } from "drizzle-orm";
import { admissionPhase, type Sale } from "../domain/sale.ts";
import { freshOf, type Outcome, outcomesOf } from "./decided.ts";
import { decisions, sales, tickets } from "./schema.ts";

/** Decisions of one shard that may wait for their hand-over. */
const backlog = 2000;

/** What the store takes from outside. */
export interface TicketStoreOptions {
  readonly database: Database;
  readonly now: () => Date;
  /** Called with the tickets that were stored, once that is committed. */
  readonly onStored?: (kind: Decided["kind"], count: number) => void;
}

/** The durable truth about sales, as admission needs it. The sale's row is the lock: what is decided for one sale is stored in turn. */
export const openTicketStore = ({ database, now, onStored }: TicketStoreOptions): TicketStore => ({
  append: (batch) =>
    database.transaction(async (tx) => {
      const sale = await lockSale(tx, batch.sale);
      // Also between a change of the phase and its rebuild: so a pause holds from its commit on.
      if (sale === undefined || sale.rebuildNeeded || sale.epoch !== batch.epoch) return "stale";
      const fresh = freshOf(batch, await marksOf(tx, batch));
      if (fresh === undefined) return "diverged";
      if (fresh.length === 0) return "stored";
      const before = await statusesOf(tx, fresh);
      const { outcomes, sold } = outcomesOf(fresh, before);
      if (sale.sold + sold > sale.pieces || sale.sold + sold < 0) return "diverged";
      await write(tx, batch, fresh);
      await writeTickets(tx, batch.sale, outcomes, before, now());
      if (sold !== 0)
        await tx
          .update(sales)
          .set({ sold: sale.sold + sold })
          .where(eq(sales.id, sale.id));
      if (onStored !== undefined)
        for (const [kind, some] of Map.groupBy(outcomes, (one) => one.kind))
          afterCommit(tx, () => onStored(kind, some.length));
      return "stored";
    }),

  raise: (saleId) =>
    database.transaction(async (tx): Promise<Snapshot> => {
      const sale = await lockSale(tx, saleId);
      if (sale === undefined) throw new Error(`there is no sale ${saleId} to rebuild`);
      const epoch = sale.epoch + 1;
      await tx.update(sales).set({ epoch, rebuildNeeded: false }).where(eq(sales.id, saleId));
      return {
        epoch,
        phase: admissionPhase(sale),
        begins: sale.opensAt,
        ends: sale.endsAt,
        limit: sale.perShopper,
        room: sale.line,
        backlog,
        pieces: sale.pieces,
        tickets: await storedTickets(tx, saleId),
      };
    }),
});

const lockSale = async (tx: Transaction, id: string): Promise<Sale | undefined> => {
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
const marksOf = async (tx: Transaction, { sale, epoch, shard, decided }: Batch) => {
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

/** The status of those tickets that are stored. Most are new: only those in line, and those given back, are known. */
const statusesOf = async (tx: Transaction, fresh: readonly Decided[]) => {
  const rows = await tx
    .select({ id: tickets.id, status: tickets.status })
    .from(tickets)
    .where(inArray(tickets.id, [...new Set(fresh.map(({ ticket }) => ticket))]));
  return new Map(rows.map(({ id, status }) => [id, status]));
};

const write = (tx: Transaction, { sale, epoch, shard }: Batch, fresh: readonly Decided[]): Promise<void> =>
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
const writeTickets = async (
  tx: Transaction,
  saleId: string,
  outcomes: readonly Outcome[],
  before: ReadonlyMap<string, Decided["kind"]>,
  now: Date,
): Promise<void> => {
  const taskOf = (kind: Decided["kind"]) =>
    kind === "admitted" ? ({ task: "order", dueAt: now } as const) : { task: null, dueAt: null };
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
    .values(placeholders(size, ["id", "saleId", "shopperId", "click", "status", "task", "dueAt"]))
    .prepare(),
);

const storedTickets = async (tx: Transaction, saleId: string): Promise<StoredTicket[]> =>
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
