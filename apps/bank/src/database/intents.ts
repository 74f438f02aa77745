import {
  type AggregateChange,
  afterCommit,
  type Database,
  isDuplicateEntry,
  openChanges,
  type Transaction,
} from "@caravan/database";
import { insertCallbacks, type PlannedCallback } from "@caravan/partner";
import { and, asc, eq, lte } from "drizzle-orm";
import type { Change, Decision, FailingRefund, IntentStore } from "../dependencies.ts";
import type { Intent, Movement, Refund } from "../domain/intent.ts";
import { insertIntents, lockIntents, saveIntents, selectById, selectByReference } from "./intent-rows.ts";
import { insertMovements, movementsOf, refundsOf, totalOf } from "./movement-rows.ts";
import { failingRefunds } from "./schema.ts";

/** Most requests in one transaction. */
const mostTogether = 16;

/** The database, and the sender of committed callbacks. */
export interface IntentStoreOptions {
  readonly database: Database;
  readonly send: (callbacks: readonly PlannedCallback[]) => void;
}

/** Concurrent requests share a statement or a transaction. */
export const openIntents = ({ database, send }: IntentStoreOptions): IntentStore => {
  const create = database.gather(
    async (created: readonly Intent[]) => {
      await insertIntents(database.drizzle, created);
      return created.map(() => "created" as const);
    },
    { most: mostTogether, keysOf: ({ merchantReference }) => [merchantReference] },
  );
  const change = openChanges<IntentChange, IntentAndRefunds, Decision>({
    database,
    lock: lockWithRefunds,
    after: (before, { intent, movements }) =>
      intent === before.intent ? before : { intent, refunds: movements.reduce(withMovement, before.refunds) },
    async write(tx, changed, done) {
      const callbacks = done.flatMap(({ decision }) => decision.callbacks);
      await saveIntents(
        tx,
        changed.map(({ after }) => after.intent),
      );
      await insertFailing(
        tx,
        done.flatMap(({ decision }) => decision.failing ?? []),
      );
      await insertMovements(
        tx,
        done.flatMap(({ change: { at }, decision }) =>
          decision.movements.map((movement) => ({ ...movement, at })),
        ),
      );
      await insertCallbacks(tx, callbacks);
      afterCommit(tx, () => send(callbacks));
    },
  });
  return {
    create: (intent) =>
      create(intent).catch((error: unknown) => {
        if (isDuplicateEntry(error, "intents_reference")) return "reference-known";
        throw error;
      }),
    find: (id) => selectById(database.drizzle, id),
    findByReference: (reference) => selectByReference(database.drizzle, reference),
    async change(id, decide, at): Promise<Change | undefined> {
      const judge = ({ intent, refunds }: IntentAndRefunds) => decide(intent, refunds);
      const outcome = await change({ id, decide: judge, at });
      if (outcome.kind !== "done") return undefined;
      const { intent, changed } = outcome.decision;
      return { intent, changed };
    },
    failingDue: (at, limit) =>
      database.drizzle
        .select()
        .from(failingRefunds)
        .where(lte(failingRefunds.at, at))
        .orderBy(asc(failingRefunds.at))
        .limit(limit),
    async forgetFailing({ intentId, refundReference }) {
      await database.drizzle
        .delete(failingRefunds)
        .where(
          and(eq(failingRefunds.intentId, intentId), eq(failingRefunds.refundReference, refundReference)),
        );
    },
    movements: (day, page) => movementsOf(database.drizzle, day, page),
    total: (day) => totalOf(database.drizzle, day),
  };
};

/** An intent and its refunds. */
interface IntentAndRefunds {
  readonly intent: Intent;
  readonly refunds: readonly Refund[];
}

interface IntentChange extends AggregateChange<IntentAndRefunds, Decision> {
  readonly at: Date;
}

const lockWithRefunds = async (
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, IntentAndRefunds>> => {
  const locked = await lockIntents(tx, ids);
  // Also when all have failed: their references stay in use.
  const refunded = locked.filter(({ capturedCents }) => capturedCents > 0).map(({ id }) => id);
  const refunds = Map.groupBy(await refundsOf(tx, refunded), ({ intentId }) => intentId);
  return new Map(locked.map((intent) => [intent.id, { intent, refunds: refunds.get(intent.id) ?? [] }]));
};

/** The refunds of an intent including this change. */
const withMovement = (known: readonly Refund[], movement: Movement): readonly Refund[] => {
  const { type, refundReference, amountCents } = movement;
  if (refundReference === null) return known;
  return type === "refund"
    ? [...known, { refundReference, amountCents: -amountCents }]
    : known.map((it) => (it.refundReference === refundReference ? { ...it, failed: true } : it));
};

const insertFailing = async (tx: Transaction, failing: readonly FailingRefund[]): Promise<void> => {
  if (failing.length > 0) await tx.insert(failingRefunds).values([...failing]);
};
