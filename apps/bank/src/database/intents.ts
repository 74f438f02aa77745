import { type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import { insertCallbacks, type PlannedCallback } from "@caravan/stranger";
import { and, asc, eq, lte } from "drizzle-orm";
import type { Change, Decide, Decision, IntentStore } from "../dependencies.ts";
import type { Intent, Movement, Refund } from "../domain/intent.ts";
import { insertIntents, lockIntents, saveIntents, selectById, selectByReference } from "./intent-rows.ts";
import { insertMovements, movementsOf, refundsOf, totalOf } from "./movement-rows.ts";
import { failingRefunds } from "./schema.ts";

/** Requests in one transaction at most. */
const mostTogether = 16;

/** What is needed: the database, and who sends callbacks that have been committed. */
export interface IntentStoreOptions {
  readonly database: Database;
  readonly send: (callbacks: readonly PlannedCallback[]) => void;
}

/** Requests that come at the same time share a statement or a transaction. */
export const openIntents = ({ database, send }: IntentStoreOptions): IntentStore => {
  const create = database.gather(
    async (created: readonly Intent[]) => {
      await insertIntents(database.drizzle, created);
      return created.map(() => "created" as const);
    },
    { most: mostTogether, keysOf: ({ merchantReference }) => [merchantReference] },
  );
  const change = database.gather(
    async (asked: readonly Asked[]) => {
      const outcomes = await database.transaction((tx) => changeAll(tx, asked));
      send(outcomes.flatMap((outcome) => outcome.decision?.callbacks ?? []));
      return outcomes;
    },
    { most: mostTogether, keysOf: ({ id }) => [id] },
  );
  return {
    create: (intent) =>
      create(intent).catch((error: unknown) => {
        if (isDuplicateEntry(error, "intents_reference")) return "reference-known";
        throw error;
      }),
    find: (id) => selectById(database.drizzle, id),
    findByReference: (reference) => selectByReference(database.drizzle, reference),
    async change(id, decide, at): Promise<Change | undefined> {
      const { decision, refusal } = await change({ id, decide, at });
      if (refusal !== undefined) throw refusal.error;
      return decision && { intent: decision.intent, changed: decision.changed };
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

interface Asked {
  readonly id: string;
  readonly decide: Decide;
  readonly at: Date;
}

/** Neither: there is no such intent. A refusal is carried, not thrown, since it must not undo what others asked for. */
interface Outcome {
  readonly decision?: Decision;
  readonly refusal?: { readonly error: unknown };
}

const changeAll = async (tx: Transaction, asked: readonly Asked[]): Promise<Outcome[]> => {
  const locked = await lockIntents(tx, [...new Set(asked.map(({ id }) => id))]);
  const current = new Map(locked.map((intent) => [intent.id, intent]));
  // Also where all came back: their references are taken.
  const refunded = locked.filter(({ capturedCents }) => capturedCents > 0).map(({ id }) => id);
  const refunds = Map.groupBy(await refundsOf(tx, refunded), ({ intentId }) => intentId);

  const outcomes = asked.map(({ id, decide }): Outcome => {
    const intent = current.get(id);
    if (intent === undefined) return {};
    const outcome = judge(intent, refunds.get(id) ?? [], decide);
    const { decision } = outcome;
    // The next one in this round sees what this one did.
    current.set(id, decision?.intent ?? intent);
    for (const movement of decision?.movements ?? [])
      refunds.set(id, withMovement(refunds.get(id) ?? [], movement));
    return outcome;
  });

  const done = outcomes.flatMap(({ decision }, i) =>
    decision?.changed ? [{ decision, at: asked[i]?.at ?? new Date() }] : [],
  );
  if (done.length === 0) return outcomes;
  const changed = new Set(done.map(({ decision }) => decision.intent.id));
  await saveIntents(
    tx,
    [...current.values()].filter(({ id }) => changed.has(id)),
  );
  const failing = done.flatMap(({ decision }) => decision.failing ?? []);
  if (failing.length > 0) await tx.insert(failingRefunds).values(failing);
  await insertMovements(
    tx,
    done.flatMap(({ decision, at }) => decision.movements.map((movement) => ({ ...movement, at }))),
  );
  await insertCallbacks(
    tx,
    done.flatMap(({ decision }) => decision.callbacks),
  );
  return outcomes;
};

/** The refunds of an intent once this has happened as well. */
const withMovement = (known: readonly KnownRefund[], movement: Movement): KnownRefund[] => {
  const { type, refundReference, intentId, amountCents } = movement;
  if (refundReference === null) return [...known];
  return type === "refund"
    ? [...known, { intentId, refundReference, amountCents: -amountCents }]
    : known.map((it) => (it.refundReference === refundReference ? { ...it, failed: true } : it));
};

type KnownRefund = Refund & { readonly intentId: string };

const judge = (intent: Intent, refunds: readonly Refund[], decide: Decide): Outcome => {
  try {
    return { decision: decide(intent, refunds) };
  } catch (error) {
    return { refusal: { error } };
  }
};
