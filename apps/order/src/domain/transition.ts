import type { OrderStatus, SagaStep } from "@caravan/contracts";
import { givenUp } from "./compensation.ts";
import { endedEvent, type OrderEvent } from "./events.ts";
import { isLegal } from "./legal-transitions.ts";
import { type Entry, type Order, withoutNeedlessAddress } from "./order.ts";
import { deadlineOf, isFinal, type Moment, refundFailed } from "./saga.ts";

/** What becomes of an order: how it is afterwards, what is told to others, what the timeline says. */
export interface Transition {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly entries: readonly Entry[];
}

/** What happened, for the timeline. */
export interface Reason {
  readonly what: string;
  readonly who: string;
  readonly why?: string | null;
}

/** What changes. Without `steps` the queue stays as it is; with it, it is replaced and due at once. */
export interface Change {
  readonly status?: OrderStatus;
  readonly steps?: readonly SagaStep[];
  readonly order?: Partial<Pick<Order, "reservationId" | "paymentId" | "shipmentId">>;
  readonly saga?: Partial<Order["saga"]>;
}

/** Nothing happens: the fact was known, or is of no meaning by now. */
export const unchanged = (order: Order): Transition => ({ order, events: [], entries: [] });

/** Longest text in a timeline entry. */
const longestWhy = 200;

/** Moves an order on. A new status gets its deadline; a final one is told to others. */
export const move = (order: Order, moment: Moment, reason: Reason, change: Change = {}): Transition => {
  const status = change.status ?? order.status;
  const left = status !== order.status;
  const next = silently(order, moment, change);
  const entry: Entry = {
    number: next.entries,
    at: moment.now,
    what: reason.what,
    status,
    who: reason.who,
    why: reason.why?.slice(0, longestWhy) ?? null,
  };
  return {
    order: { ...next, entries: next.entries + 1 },
    entries: [entry],
    events: left && isFinal(status) ? [endedEvent(next, moment.now)] : [],
  };
};

/** The same without a word in the timeline. */
export const silently = (order: Order, moment: Moment, change: Change): Order => {
  const status = change.status ?? order.status;
  // No fact and no command leads here; if one does after all, the order stays as it was and somebody hears of it.
  if (!isLegal(order.status, status)) throw new Error(`an order cannot go from ${order.status} to ${status}`);
  const deadlineAt = status === order.status ? order.saga.deadlineAt : deadlineOf(status, moment);
  const next: Order = {
    ...order,
    ...change.order,
    status,
    saga: { ...order.saga, deadlineAt, ...queue(change.steps, order, moment.now), ...change.saga },
  };
  return withoutNeedlessAddress({ ...next, saga: withEarlierPayments(next, moment.now) });
};

/** Money of earlier payments goes back, whatever else is to be done. Once an order is given up all of its payments are cancelled. */
const withEarlierPayments = ({ status, saga }: Order, now: Date): Order["saga"] => {
  if (saga.earlierPayments.length === 0) return saga;
  if (givenUp.has(status)) return { ...saga, earlierPayments: [] };
  if (saga.steps.includes("cancel-earlier-payment")) return saga;
  const steps = [...saga.steps, "cancel-earlier-payment" as const];
  return { ...saga, steps, nextAttemptAt: saga.steps.length === 0 ? now : saga.nextAttemptAt };
};

const queue = (steps: readonly SagaStep[] | undefined, { saga }: Order, now: Date): Partial<Order["saga"]> =>
  steps === undefined
    ? {}
    : {
        steps,
        attempts: 0,
        lastError: null,
        attention: saga.attention === refundFailed ? refundFailed : null,
        nextAttemptAt: steps.length === 0 ? null : now,
      };

/** Leaves the steps to staff: nothing is tried until they say so, or until something happens that asks for other steps. */
export const parked = (steps: readonly SagaStep[], attention: string): Change => ({
  steps,
  saga: { attention, nextAttemptAt: null },
});

/** Reports whether the order's steps wait for staff. */
export const isParked = ({ saga }: Order): boolean => saga.steps.length > 0 && saga.nextAttemptAt === null;

/** One transition after the other, as one. */
export const andThen = (first: Transition, go: (order: Order) => Transition): Transition => {
  const second = go(first.order);
  return {
    order: second.order,
    events: [...first.events, ...second.events],
    entries: [...first.entries, ...second.entries],
  };
};
