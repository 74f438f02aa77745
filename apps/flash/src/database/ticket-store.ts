import { afterCommit, type Database, type Transaction } from "@caravan/database";
import {
  type Batch,
  type Decided,
  mostTickets,
  type Snapshot,
  type TicketStore,
} from "@caravan/flash-admission";
import { eq } from "drizzle-orm";
import { admissionPhase, backlog, type Sale } from "../domain/sale.ts";
import { freshOf, type Outcome, outcomesOf } from "./decided.ts";
import { sales } from "./schema.ts";
import {
  lockSale,
  marksOf,
  newestDecision,
  statusesOf,
  storedTickets,
  writeMarks,
  writeTickets,
} from "./ticket-rows.ts";

/** What the store takes from outside. */
export interface TicketStoreOptions {
  readonly database: Database;
  readonly now: () => Date;
  /** Called with the tickets that were stored, once that is committed. */
  readonly onStored?: (kind: Decided["kind"], count: number) => void;
}

/** Batches of one transaction: those of a sale's shards that are handed over at the same time share it. */
const mostTogether = 16;

/** The durable truth about sales, as admission needs it. The sale's row is the lock: what is decided for one sale is stored in turn. */
export const openTicketStore = ({ database, now, onStored }: TicketStoreOptions): TicketStore => ({
  append: database.gather(
    (batches: readonly Batch[]) =>
      database.transaction(async (tx) => {
        const results = new Map<Batch, Appended>();
        // In the order of their ids, so that two transactions never wait for each other.
        const bySale = [...Map.groupBy(batches, ({ sale }) => sale)].sort(([a], [b]) => (a < b ? -1 : 1));
        for (const [saleId, own] of bySale) {
          const sale = await lockSale(tx, saleId);
          let sold = sale?.sold ?? 0;
          for (const batch of own) {
            const appended = await appendTo(tx, sale && { ...sale, sold }, batch, now());
            results.set(batch, appended.result);
            sold += appended.sold;
            if (onStored !== undefined)
              for (const [kind, some] of Map.groupBy(appended.outcomes, (one) => one.kind))
                afterCommit(tx, () => onStored(kind, some.length));
          }
          if (sale !== undefined && sold !== sale.sold)
            await tx.update(sales).set({ sold }).where(eq(sales.id, saleId));
        }
        return batches.map((batch) => results.get(batch) ?? "stale");
      }),
    { most: mostTogether, keysOf: ({ sale }) => [sale] },
  ),

  newest: (of) => newestDecision(database, of),

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
        most: mostTickets(sale),
        backlog,
        pieces: sale.pieces,
        tickets: await storedTickets(tx, saleId),
      };
    }),
});

type Appended = Awaited<ReturnType<TicketStore["append"]>>;

/** Adds one batch to a locked sale: all of it or nothing. */
const appendTo = async (
  tx: Transaction,
  sale: Sale | undefined,
  batch: Batch,
  now: Date,
): Promise<{ result: Appended; sold: number; outcomes: readonly Outcome[] }> => {
  const nothing = (result: Appended) => ({ result, sold: 0, outcomes: [] });
  // Also between a change of the phase and its rebuild: so a pause holds from its commit on.
  if (sale === undefined || sale.rebuildNeeded || sale.epoch !== batch.epoch) return nothing("stale");
  const fresh = freshOf(batch, await marksOf(tx, batch));
  if (fresh === undefined) return nothing("diverged");
  if (fresh.length === 0) return nothing("stored");
  const before = await statusesOf(tx, fresh);
  const { outcomes, sold } = outcomesOf(fresh, before);
  if (sale.sold + sold > sale.pieces || sale.sold + sold < 0) return nothing("diverged");
  await writeMarks(tx, batch, fresh);
  await writeTickets(tx, batch.sale, outcomes, before, now);
  return { result: "stored", sold, outcomes };
};
