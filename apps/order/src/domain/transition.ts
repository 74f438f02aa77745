import {
  type OrderStatus,
  orderIsFinal,
  orderIsGivenUp,
  orderStatuses,
  type SagaStep,
} from "@caravan/contracts";
import { endedEvent, type OrderEvent, stockBackEvent } from "./events.ts";
import { isLegal } from "./legal-transitions.ts";
import { type Entry, type Order, withoutNeedlessAddress } from "./order.ts";
import { deadlineOf, type Moment, refundFailed } from "./saga.ts";

/** The result of a fact or command: the new order, the events to publish, the timeline entries. */
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

/** What changes. Without `steps` the queue stays; with it, the queue is replaced and due at once. */
export interface Change {
  readonly status?: OrderStatus;
  readonly steps?: readonly SagaStep[];
  readonly order?: Partial<Pick<Order, "reservationId" | "paymentId" | "shipmentId" | "benefits">>;
  readonly saga?: Partial<Order["saga"]>;
}

/** No change: the fact was known, or no longer matters. */
export const unchanged = (order: Order): Transition => ({ order, events: [], entries: [] });

/** Longest text in a timeline entry. */
const longestWhy = 200;

/** Moves an order on. A new status gets its deadline; a final one publishes its event, and so does stock that is back. */
export const move = (order: Order, moment: Moment, reason: Reason, change: Change = {}): Transition => {
  const status = change.status ?? order.status;
  const left = status !== order.status;
  const next = withoutEntry(order, moment, change);
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
    events: [
      ...(left && orderIsFinal(status) ? [endedEvent(next, moment.now)] : []),
      ...(isStockBack(next) && !isStockBack(order) ? [stockBackEvent(next, moment.now)] : []),
    ],
  };
};

/** Reports whether nothing is held for the order or out of stock for it: no step is left that gives it back. */
export const isStockBack = ({ status, saga }: Order): boolean =>
  ["released", "returned"].includes(orderStatuses[status].stock) &&
  !saga.steps.some((step) => step.endsWith("-stock"));

/** The same without a timeline entry. */
export const withoutEntry = (order: Order, moment: Moment, change: Change): Order => {
  const status = change.status ?? order.status;
  // A bug: no fact or command may lead here. The order stays unchanged and the error is logged.
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

/** Money of earlier payments is refunded beside all other steps. An order that is given up cancels all of its payments anyway. */
const withEarlierPayments = ({ status, saga }: Order, now: Date): Order["saga"] => {
  if (saga.earlierPayments.length === 0) return saga;
  if (orderIsGivenUp(status)) return { ...saga, earlierPayments: [] };
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

/** Leaves the steps to staff: no attempt until they retry, or until another fact brings other steps. */
export const parked = (steps: readonly SagaStep[], attention: string): Change => ({
  steps,
  saga: { attention, nextAttemptAt: null },
});

/** Reports whether the order's steps wait for staff. */
export const isParked = ({ saga }: Order): boolean => saga.steps.length > 0 && saga.nextAttemptAt === null;

/** Combines two transitions, one after the other. */
export const andThen = (first: Transition, go: (order: Order) => Transition): Transition => {
  const second = go(first.order);
  return {
    order: second.order,
    events: [...first.events, ...second.events],
    entries: [...first.entries, ...second.entries],
  };
};
