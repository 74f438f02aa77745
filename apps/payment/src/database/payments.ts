import {
  type AggregateChange,
  afterCommit,
  type Database,
  isDuplicateEntry,
  openChanges,
  partsOf,
} from "@caravan/database";
import { and, inArray } from "drizzle-orm";
import type { CallbackOutcome, PaymentStore } from "../dependencies.ts";
import type { Change } from "../domain/change.ts";
import { openRefunds, type Payment } from "../domain/payment.ts";
import { paymentUnknown } from "../domain/refusals.ts";
import { claimPayments, makeDueNow } from "./due-payments.ts";
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

/** What the store needs from its environment. */
export interface PaymentStoreOptions {
  readonly database: Database;
  readonly now: () => Date;
  /** W3C trace context of the current work, for events of payments that have none. */
  readonly traceparent: () => string | undefined;
  /** Called once a change is committed. */
  readonly onChange: (before: Payment | undefined, change: Pick<Change, "payment">) => void;
}

/** Most payments in one transaction. */
const mostTogether = 16;

/** Most payments that one statement of `makeDueNow` locks. */
const mostMadeDue = 500;

/** The reply to a callback, by the outcome of its change. */
const callbackOutcomes = { done: "applied", duplicate: "seen", unknown: "unknown" } as const satisfies Record<
  string,
  CallbackOutcome
>;

/** Concurrent changes share a transaction, and so do new payments. */
export const openPayments = ({ database, now, traceparent, onChange }: PaymentStoreOptions): PaymentStore => {
  const insert = database.gather(
    async (fresh: readonly Payment[]) => {
      await insertPayments(database.drizzle, fresh);
      return fresh;
    },
    { most: mostTogether, keysOf: ({ orderId }) => [orderId] },
  );
  const change = openChanges<AggregateChange<Payment, Change>, Payment, Change>({
    database,
    lock: async (tx, ids) => new Map((await lockPayments(tx, ids)).map((payment) => [payment.id, payment])),
    after: (_, { payment }) => payment,
    async write(tx, changed, done) {
      const payments = changed.map(({ after }) => after);
      const movements = done.flatMap(({ decision }) => decision.movements);
      await updatePayments(tx, payments);
      await saveRefunds(tx, payments);
      await insertMovements(tx, movements, now());
      for (const { before, decision } of done) afterCommit(tx, () => onChange(before, decision));
    },
    eventsOf: ({ events }) => events,
    traceparentOf: (payment) => payment.traceparent,
  });
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
      const outcome = await change({ id, decide, traceparent: traceparent() });
      if (outcome.kind !== "done") throw paymentUnknown(id);
      return outcome.after;
    },
    async changeOnce(callbackId, id, decide) {
      const event = { consumer: "provider-callback", id: callbackId };
      const changed = await change({ id, decide, event, traceparent: traceparent() });
      const payment = changed.kind === "done" ? changed.after : undefined;
      return { outcome: callbackOutcomes[changed.kind], payment };
    },
    claimDue: (lane, at, limit, pollAfterSeconds) =>
      claimPayments(database, { lane, at, limit, pollAfterSeconds }),
    async endOrder(orderId, at) {
      await database.drizzle
        .insert(endedOrders)
        .values({ orderId, endedAt: at })
        .onDuplicateKeyUpdate({ set: { orderId } });
    },
    async pendingRefunds(ids) {
      const found: string[] = [];
      for (const some of partsOf(ids, mostMadeDue)) {
        const rows = await database.drizzle
          .select({ id: refunds.id })
          .from(refunds)
          .where(and(inArray(refunds.id, some), inArray(refunds.status, openRefunds)));
        found.push(...rows.map(({ id }) => id));
      }
      return new Set(found);
    },
    inTrouble: (page) => inTrouble(database.drizzle, page),
    standing: () => standing(database.drizzle),
    async makeDueNow(ids, at) {
      for (const some of partsOf([...ids].sort(), mostMadeDue)) await makeDueNow(database, some, at);
    },
  };
};
