import { owesPromotion } from "../domain/benefits.ts";
import type { Entry, Order } from "../domain/order.ts";
import { stuckAttempts } from "../domain/saga.ts";
import type { OrderStore } from "../order-store.ts";

type Reads = Pick<OrderStore, "find" | "findByTicket" | "list" | "search" | "claimDue" | "overdue" | "lag">;

/** What is asked of the orders in memory, and which of them are due. */
export const fakeOrderReads = (
  orders: Map<string, Order>,
  timelineOf: (orderId: string) => Entry[],
): Reads => {
  const newest = (condition: (order: Order) => boolean, before: string | undefined, limit: number) =>
    [...orders.values()]
      .filter((order) => condition(order) && (before === undefined || order.id < before))
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit);

  return {
    async find(orderId) {
      const order = orders.get(orderId);
      return order && { order, timeline: timelineOf(orderId) };
    },
    findByTicket: async (ticketId) => [...orders.values()].find((order) => order.ticketId === ticketId),
    list: async (shopperIds, { before, limit }) =>
      newest((order) => shopperIds.includes(order.shopperId), before, limit),
    search: async ({ status, stuck, before, limit }, now) =>
      newest(
        (order) =>
          (status === undefined || order.status === status) &&
          (stuck === undefined || isStuck(order, now) === stuck),
        before,
        limit,
      ),
    async claimDue({ now, until, limit }) {
      const due = [...orders.values()]
        .filter(({ saga }) => saga.nextAttemptAt !== null && saga.nextAttemptAt <= now)
        .slice(0, limit)
        .map((order) => ({ ...order, saga: { ...order.saga, nextAttemptAt: until } }));
      for (const order of due) orders.set(order.id, order);
      return due;
    },
    overdue: async ({ now, limit, except }) =>
      [...orders.values()]
        .filter(
          (order) =>
            order.saga.nextAttemptAt === null &&
            order.saga.steps.length === 0 &&
            ((order.saga.deadlineAt !== null && order.saga.deadlineAt <= now) || owesPromotion(order)) &&
            !except.includes(order.id),
        )
        .slice(0, limit)
        .map(({ id }) => id),
    async lag(now) {
      const due = [...orders.values()].flatMap(({ saga }) =>
        saga.nextAttemptAt !== null && saga.nextAttemptAt <= now ? [saga.nextAttemptAt.getTime()] : [],
      );
      const oldest = Math.min(now.getTime(), ...due);
      const cases = [...orders.values()].flatMap(({ saga }) => saga.attention ?? []);
      return {
        ...{ dueOrders: due.length, oldestDueSeconds: (now.getTime() - oldest) / 1000, notUnderstood: 0 },
        attention: Object.fromEntries(
          [...Map.groupBy(cases, (name) => name)].map(([name, all]) => [name, all.length]),
        ),
      };
    },
  };
};

const isStuck = ({ saga }: Order, now: Date): boolean =>
  saga.attempts >= stuckAttempts ||
  saga.attention !== null ||
  (saga.deadlineAt !== null && saga.deadlineAt < now);
