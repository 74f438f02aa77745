import { secondsAfter } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { Sale } from "../domain/sale.ts";
import { beyondLimit, overLimit, type Progress, type Ticket, watchGraceSeconds } from "../domain/ticket.ts";
import { again, longestPauseSeconds } from "./again.ts";

/** How often an order that is not paid yet is asked about, once it should have ended. */
const watchAgainSeconds = 30;

/** How soon an order is asked about that was cancelled just now. */
const cancelledSeconds = 1;

/** The person has better claims to all that a shopper may have, under another of their names. */
const isBeyondLimit = async (
  { entries, tickets }: Dependencies,
  { perShopper }: Sale,
  { id, saleId }: Ticket,
  ownerId: string,
): Promise<boolean> => {
  const names = await entries.shoppersOf(saleId, { subject: ownerId });
  if (names.length < 2) return false;
  return beyondLimit(await tickets.liveOf(saleId, names), perShopper).some((ticket) => ticket.id === id);
};

/** Makes the order of a ticket. */
export const makeOrder = async (
  dependencies: Dependencies,
  sale: Sale,
  ticket: Ticket,
): Promise<Progress> => {
  const { entries, orders, now } = dependencies;
  const entry = await entries.find(ticket.saleId, ticket.shopperId);
  const deliverTo = entry?.deliverTo ?? null;
  if (entry === undefined || deliverTo === null) return refused(dependencies, sale, ticket, "account-erased");
  if (await isBeyondLimit(dependencies, sale, ticket, entry.ownerId))
    return refused(dependencies, sale, ticket, overLimit);
  const placed = await orders.place(ticket, sale, entry.ownerId, deliverTo);
  switch (placed.kind) {
    case "done": {
      const { orderId, payBy } = placed;
      const askAt = secondsAfter(payBy ?? secondsAfter(now(), sale.paySeconds), watchGraceSeconds);
      return { task: "watch", dueAt: askAt, attempts: 0, orderId, payBy, reason: null };
    }
    case "refused":
      return refused(dependencies, sale, ticket, placed.code);
    case "unclear":
      return again(dependencies, ticket);
  }
};

/** An earlier attempt, whose reply was lost, may have made the order: its piece is not another shopper's. */
const refused = async (
  dependencies: Dependencies,
  { paySeconds }: Sale,
  ticket: Ticket,
  reason: string,
): Promise<Progress> => {
  const known = await dependencies.orders.find(ticket.id);
  // There is a piece for each ticket: one that is missing is held by an attempt that failed, and comes back when its hold ends. If it
  // were given back now, all who wait would get it and lose it in turn.
  const isMissing = reason === "out-of-stock" && ticket.attempts < 10 + paySeconds / longestPauseSeconds;
  if (known === undefined || (known === "none" && isMissing)) return again(dependencies, ticket);
  if (known === "none") return goingBack(dependencies.now(), reason);
  const why = reason === overLimit ? { reason } : {};
  return { task: "watch", dueAt: dependencies.now(), attempts: 0, orderId: known.orderId, ...why };
};

/** Learns what became of a ticket's order. One that is beyond what its shopper may have is cancelled, but not if it is paid. */
export const watchOrder = async (
  dependencies: Dependencies,
  sale: Sale,
  ticket: Ticket,
): Promise<Progress> => {
  const { now, orders } = dependencies;
  const known = await orders.find(ticket.id);
  if (known === "none" || known === undefined) return again(dependencies, ticket);
  const { orderId, payBy } = known;
  switch (known.piece) {
    case "sold":
      return { ...paid, orderId };
    case "back":
      return goingBack(now(), ticket.reason === overLimit ? overLimit : known.reason);
    case "held": {
      const mustGo = ticket.reason === overLimit && (await isStillBeyond(dependencies, sale, ticket));
      if (mustGo) await orders.cancel(ticket.id, `A shopper may have ${sale.perShopper} of this sale.`);
      const askAt = mustGo
        ? secondsAfter(now(), cancelledSeconds)
        : secondsAfter(later(payBy ?? now(), now()), watchAgainSeconds);
      const reason = mustGo ? overLimit : null;
      return { task: "watch", dueAt: askAt, attempts: 0, orderId, payBy, reason };
    }
  }
};

/** Others of the person's tickets may have gone back since it was marked. */
const isStillBeyond = async (dependencies: Dependencies, sale: Sale, ticket: Ticket): Promise<boolean> => {
  const entry = await dependencies.entries.find(ticket.saleId, ticket.shopperId);
  return entry !== undefined && isBeyondLimit(dependencies, sale, ticket, entry.ownerId);
};

/** Its order is confirmed: the piece is sold. */
export const paid: Progress = { task: null, dueAt: null, attempts: 0, paid: true, reason: null };

const goingBack = (now: Date, reason: string): Progress => ({
  task: "give-back",
  dueAt: now,
  attempts: 0,
  reason: reason.slice(0, 60),
});

const later = (one: Date, other: Date): Date => (one > other ? one : other);
