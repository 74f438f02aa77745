import { type BookMovement, newId, type Reconciliation } from "@caravan/contracts";
import type { Books, Decide, PaymentStore, Reconciliations } from "../dependencies.ts";
import type { Movement } from "../domain/books.ts";
import type { PaymentEvent } from "../domain/change.ts";
import { isOpenRefund, type Payment } from "../domain/payment.ts";
import { paymentUnknown } from "../domain/refusals.ts";
import { laneOf, longestPauseSeconds, putOff } from "../domain/schedule.ts";

/** How the next writes crash: before the commit, or after it without a reply. */
export type Crash = "before" | "after";

/** The stores in memory: the guarantees of the real ones, without a database. */
export const fakeStores = (now: () => Date) => {
  const rows = new Map<string, Payment>();
  const seen = new Set<string>();
  const movements: BookMovement[] = [];
  const events: PaymentEvent[] = [];
  const kept = new Map<string, Reconciliation>();
  const crashes: Crash[] = [];
  const ended = new Set<string>();
  /** As it is read: with the state of its order. */
  const withOrder = (payment: Payment): Payment => ({ ...payment, orderEnded: ended.has(payment.orderId) });

  const book = (some: readonly Movement[], at: Date): void => {
    for (const it of some) {
      if (movements.some(({ reason, reference }) => reason === it.reason && reference === it.reference))
        throw new Error("duplicate entry");
      movements.push({ ...it, id: newId("mov"), at: at.toISOString() });
    }
  };
  const change = (id: string, decide: Decide): Payment => {
    const payment = rows.get(id);
    if (payment === undefined) throw paymentUnknown(id);
    const next = decide(withOrder(payment));
    const crash = crashes.shift();
    if (crash === "before") throw new Error("crashed before the commit");
    rows.set(id, next.payment);
    book(next.movements, now());
    events.push(...next.events);
    if (crash === "after") throw new Error("crashed after the commit");
    return next.payment;
  };
  const payments: PaymentStore = {
    async insert(payment) {
      const { orderId, attempt } = payment;
      if ([...rows.values()].some((it) => it.orderId === orderId && it.attempt === attempt)) return false;
      rows.set(payment.id, payment);
      return true;
    },
    async find(id) {
      const payment = rows.get(id);
      return payment && withOrder(payment);
    },
    findByOrder: async (orderId) =>
      [...rows.values()]
        .filter((payment) => payment.orderId === orderId)
        .sort((a, b) => a.attempt - b.attempt)
        .map(withOrder),
    async endOrder(orderId) {
      ended.add(orderId);
    },
    change: async (id, decide) => change(id, decide),
    async changeOnce(callbackId, id, decide) {
      if (!rows.has(id)) return { outcome: "unknown", payment: undefined };
      if (seen.has(callbackId)) return { outcome: "seen", payment: undefined };
      const payment = change(id, decide);
      seen.add(callbackId);
      return { outcome: "applied", payment };
    },
    async claimDue(lane, at, limit, pollAfterSeconds) {
      const due = [...rows.values()]
        .filter((payment) => laneOf(payment) === lane && payment.dueAt !== null && payment.dueAt <= at)
        .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
        .slice(0, limit);
      return due.map((payment) => {
        const full = pollAfterSeconds * 2 ** payment.attempts;
        const claimed = putOff(payment, at, Math.min(full, longestPauseSeconds(payment)));
        rows.set(payment.id, claimed);
        return withOrder(claimed);
      });
    },
    async pendingRefunds(ids) {
      const own = [...rows.values()].flatMap(({ refunds }) => refunds);
      const open = own.filter(isOpenRefund);
      return new Set(open.map(({ id }) => id).filter((id) => ids.includes(id)));
    },
    inTrouble: async ({ kind, after = "", limit }) =>
      [...rows.values()]
        .filter(
          ({ id, trouble }) => id > after && trouble !== null && (kind ?? trouble.kind) === trouble.kind,
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map(withOrder),
    async standing() {
      const all = [...rows.values()];
      const kinds = all.flatMap(({ trouble }) => (trouble === null ? [] : [trouble.kind]));
      const troubled = new Map(
        [...Map.groupBy(kinds, (kind) => kind)].map(([kind, some]) => [kind, some.length]),
      );
      const since = all.flatMap(({ unfinishedSince }) => unfinishedSince ?? []);
      return { troubled, oldestUnfinished: since.sort((a, b) => Number(a) - Number(b))[0] };
    },
    async makeDueNow(ids, at) {
      for (const id of ids) {
        const payment = rows.get(id);
        if (payment !== undefined) rows.set(id, { ...payment, dueAt: at, attempts: 0 });
      }
    },
  };
  return {
    payments,
    books: fakeBooks(movements, book),
    reconciliations: fakeResults(kept),
    rows,
    events,
    movements,
    crashes,
  };
};

const fakeBooks = (
  movements: BookMovement[],
  book: (some: readonly Movement[], at: Date) => void,
): Books => ({
  async balances() {
    const lines = movements.flatMap((it) => it.lines);
    return [...Map.groupBy(lines, ({ account }) => account)].map(([account, own]) => ({
      account,
      balanceCents: own.reduce((sum, { amountCents }) => sum + amountCents, 0),
    }));
  },
  close: async () => {},
  movements: async ({ paymentId, before, limit }) =>
    movements
      .filter(
        (it) => (paymentId ?? it.paymentId) === it.paymentId && (before === undefined || it.id < before),
      )
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit),
  byReferences: async (references) => movements.filter(({ reference }) => references.includes(reference)),
  async *exchanged(from, to) {
    const own = movements
      .filter(({ reason }) => reason === "captured" || reason === "refunded")
      .filter(({ at }) => new Date(at) >= from && new Date(at) < to)
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    for (let first = 0; first < own.length; first += 2) yield own.slice(first, first + 2);
  },
  async record(some, at) {
    const isKnown = ({ reason, reference }: Movement) =>
      movements.some((it) => it.reason === reason && it.reference === reference);
    for (const it of some) if (!isKnown(it)) book([it], at);
  },
});

const fakeResults = (
  kept: Map<string, Reconciliation>,
  claimed = new Map<string, Date>(),
): Reconciliations => ({
  save: async (result) => void kept.set(result.date, result),
  find: async (date) => kept.get(date),
  async claim(date, begunBefore, now) {
    const begun = claimed.get(date);
    if (begun !== undefined && begun >= begunBefore) return false;
    claimed.set(date, now);
    return true;
  },
});
