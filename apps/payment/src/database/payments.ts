import { appendOutbox, type Database, isDuplicateEntry, onceOnly, type Transaction } from "@caravan/database";
import { and, inArray } from "drizzle-orm";
import type { CallbackOutcome, Decide, PaymentStore } from "../dependencies.ts";
import type { Change } from "../domain/change.ts";
import type { Payment } from "../domain/payment.ts";
import { paymentUnknown } from "../domain/refusals.ts";
import { batches } from "./batches.ts";
import { claimDue, hasten } from "./due-payments.ts";
import { insertMovements } from "./movement-rows.ts";
import {
  insertPayments,
  lockPayments,
  saveRefunds,
  selectById,
  selectByOrder,
  updatePayments,
  withRefunds,
} from "./payment-rows.ts";
import { endedOrders, refunds } from "./schema.ts";
import { inTrouble, standing } from "./troubled-payments.ts";

/** What the store takes from outside. */
export interface PaymentStoreOptions {
  readonly database: Database;
  readonly now: () => Date;
  /** W3C trace context of the request at hand, for its events. */
  readonly traceparent: () => string | undefined;
  /** Told once a change is committed. */
  readonly onChange: (before: Payment | undefined, change: Pick<Change, "payment">) => void;
}

/** Payments in one transaction at most. */
const mostTogether = 16;

/** Payments whose locks one statement of `hasten` takes at most. */
const hastenedTogether = 500;

interface Asked {
  readonly id: string;
  readonly callbackId: string | undefined;
  readonly decide: Decide;
  readonly traceparent: string | undefined;
}

type Outcome =
  | { readonly is: "done"; readonly before: Payment; readonly change: Change }
  | { readonly is: "refused"; readonly error: unknown }
  | { readonly is: "unknown" };

/** Undoes the transaction of a callback that was applied before. */
class Seen extends Error {}

/** Payments that change at the same time share a transaction, and so do new ones. */
export const openPayments = ({ database, now, traceparent, onChange }: PaymentStoreOptions): PaymentStore => {
  const insert = database.gather(
    async (fresh: readonly Payment[]) => {
      await insertPayments(database.drizzle, fresh);
      return fresh;
    },
    { most: mostTogether, keysOf: ({ orderId }) => [orderId] },
  );
  const round = database.gather(
    (asked: readonly Asked[]) => database.transaction((tx) => changeAll(tx, asked, now())),
    { most: mostTogether, keysOf: ({ id }) => [id] },
  );
  const ask = async (id: string, decide: Decide, callbackId?: string): Promise<Outcome> => {
    const outcome = await round({ id, decide, callbackId, traceparent: traceparent() });
    if (outcome.is === "refused") throw outcome.error;
    if (outcome.is === "done") onChange(outcome.before, outcome.change);
    return outcome;
  };
  return {
    insert: (payment) =>
      insert(payment).then(
        () => {
          onChange(undefined, { payment });
          return true;
        },
        (error: unknown) => {
          if (isDuplicateEntry(error, "payments_order")) return false;
          throw error;
        },
      ),
    async find(id) {
      const rows = await selectById(database.drizzle).execute({ id });
      return (await withRefunds(database.drizzle, rows))[0];
    },
    async findByOrder(orderId) {
      const rows = await selectByOrder(database.drizzle).execute({ orderId });
      return withRefunds(database.drizzle, rows);
    },
    async change(id, decide) {
      const outcome = await ask(id, decide);
      if (outcome.is !== "done") throw paymentUnknown(id);
      return outcome.change.payment;
    },
    changeOnce: (callbackId, id, decide) =>
      ask(id, decide, callbackId).then(
        ({ is }): CallbackOutcome => (is === "done" ? "applied" : "unknown"),
        (error: unknown) => {
          if (error instanceof Seen) return "seen";
          throw error;
        },
      ),
    claimDue: (lane, at, limit, pollAfterSeconds) =>
      claimDue(database, { lane, at, limit, pollAfterSeconds }),
    async endOrder(orderId, at) {
      await database.drizzle
        .insert(endedOrders)
        .values({ orderId, endedAt: at })
        .onDuplicateKeyUpdate({ set: { orderId } });
    },
    async pendingRefunds(ids) {
      const found: string[] = [];
      for (const some of batches(ids, hastenedTogether)) {
        const rows = await database.drizzle
          .select({ id: refunds.id })
          .from(refunds)
          .where(and(inArray(refunds.id, [...some]), inArray(refunds.status, ["requested", "pending"])));
        found.push(...rows.map(({ id }) => id));
      }
      return new Set(found);
    },
    inTrouble: (page) => inTrouble(database.drizzle, page),
    standing: () => standing(database.drizzle),
    async hasten(ids, at) {
      for (const some of batches([...ids].sort(), hastenedTogether)) await hasten(database, some, at);
    },
  };
};

const changeAll = async (tx: Transaction, asked: readonly Asked[], at: Date): Promise<Outcome[]> => {
  const locked = await lockPayments(tx, [...new Set(asked.map(({ id }) => id))].sort());
  const current = new Map(locked.map((payment) => [payment.id, payment]));
  // Two changes of one payment see each other, as if they had come one after the other.
  const outcomes = asked.map(({ id, decide }): Outcome => {
    const before = current.get(id);
    if (before === undefined) return { is: "unknown" };
    try {
      const change = decide(before);
      current.set(id, change.payment);
      return { is: "done", before, change };
    } catch (error) {
      return { is: "refused", error };
    }
  });
  const done = outcomes.map((outcome) => (outcome.is === "done" ? outcome : undefined));
  const callbacks = asked.flatMap(({ callbackId }, i) =>
    done[i] === undefined || callbackId === undefined ? [] : [callbackId],
  );
  if (callbacks.length > 0 && !(await onceOnly(tx, "provider-callback", ...callbacks))) throw new Seen();
  const before = new Set(locked);
  const changed = [...current.values()].filter((payment) => !before.has(payment));
  await updatePayments(tx, changed);
  await saveRefunds(tx, changed);
  await insertMovements(
    tx,
    done.flatMap((outcome) => outcome?.change.movements ?? []),
    at,
  );
  await appendOutbox(
    tx,
    ...done.flatMap((outcome, i) =>
      (outcome?.change.events ?? []).map(({ topic, data }) => ({
        topic,
        aggregateId: data.paymentId,
        data,
        traceparent: asked[i]?.traceparent,
      })),
    ),
  );
  return outcomes;
};
