import { Refusal } from "@caravan/contracts";
import type { Changed, KeyedRequest, OrderChange, OrderStore, StoredReply } from "../dependencies.ts";
import { type Entry, needsAddress, type Order } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import { isFinal, stuckAttempts } from "../domain/saga.ts";

interface Key {
  readonly request: string;
  readonly resourceId: string;
  running: boolean;
  reply?: StoredReply<unknown>;
}

/** The order store over plain memory: what the real one promises, without a database. */
export interface FakeOrderStore extends OrderStore {
  readonly orders: Map<string, Order>;
  readonly events: { readonly topic: string; readonly data: object }[];
  timelineOf(orderId: string): Entry[];
}

export const fakeOrderStore = (): FakeOrderStore => {
  const orders = new Map<string, Order>();
  const timelines = new Map<string, Entry[]>();
  const keys = new Map<string, Key>();
  const inbox = new Set<string>();
  const events: { topic: string; data: object }[] = [];
  const timelineOf = (orderId: string) => timelines.get(orderId) ?? [];
  const newest = (condition: (order: Order) => boolean, before: string | undefined, limit: number) =>
    [...orders.values()]
      .filter((order) => condition(order) && (before === undefined || order.id < before))
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit);
  const firstTime = (consumer: string, eventId: string): boolean => {
    const name = `${consumer} ${eventId}`;
    return inbox.size < inbox.add(name).size;
  };

  const change = ({ orderId, decide, event, lease }: OrderChange): Changed | undefined => {
    if (event && !firstTime(event.consumer, event.id)) return undefined;
    const before = orders.get(orderId);
    if (before === undefined) return undefined;
    const next = decide(before);
    const due = lease && next.order.saga.nextAttemptAt && next.order.saga.nextAttemptAt <= lease.now;
    const leased = next.order !== before && due === true;
    const order = leased
      ? { ...next.order, saga: { ...next.order.saga, nextAttemptAt: lease?.until ?? null } }
      : next.order;
    orders.set(orderId, order);
    timelines.set(orderId, [...timelineOf(orderId), ...next.entries]);
    events.push(...next.events);
    return { before, order, leased };
  };

  const once = async <B>(
    { scope, key, content, newResourceId, status }: KeyedRequest & { status: number },
    work: (resourceId: string) => Promise<B>,
  ): Promise<StoredReply<B>> => {
    const request = JSON.stringify(content);
    const name = `${scope} ${key}`;
    const entry = keys.get(name) ?? { request, resourceId: newResourceId(), running: false };
    keys.set(name, entry);
    if (entry.request !== request) throw refusal("unprocessable", "idempotency-key-reused");
    if (entry.reply) return { ...(entry.reply as StoredReply<B>), replayed: true };
    if (entry.running) throw refusal("conflict", "idempotency-key-in-progress");
    entry.running = true;
    try {
      const body = await work(entry.resourceId);
      const reply = { status, body, replayed: false };
      entry.reply = reply;
      return reply;
    } finally {
      entry.running = false;
    }
  };

  return {
    orders,
    events,
    timelineOf,
    placeOnce: (request, work) =>
      once({ ...request, status: 201 }, (orderId) =>
        work(orderId, async ({ order, entries }, reply) => {
          orders.set(order.id, order);
          timelines.set(order.id, [...entries]);
          return reply;
        }),
      ),
    changeOnce: (request, work) =>
      once(request, (resourceId) =>
        work(resourceId, async (it, reply) => {
          const changed = change(it);
          if (changed === undefined) throw orderUnknown(it.orderId);
          return { body: reply(changed.order, timelineOf(it.orderId)), changed };
        }),
      ),
    change: async (it) => change(it),
    async find(orderId) {
      const order = orders.get(orderId);
      return order && { order, timeline: timelineOf(orderId) };
    },
    list: async (shopperId, { before, limit }) =>
      newest((order) => order.shopperId === shopperId, before, limit),
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
    overdue: async ({ now, withoutDeadlineBefore, limit }) =>
      [...orders.values()]
        .filter(({ status, saga, placedAt }) =>
          saga.nextAttemptAt !== null
            ? false
            : saga.deadlineAt === null
              ? status === "placed" && placedAt <= withoutDeadlineBefore
              : saga.deadlineAt <= now,
        )
        .slice(0, limit)
        .map(({ id }) => id),
    async lag(now) {
      const due = [...orders.values()].flatMap(({ saga }) =>
        saga.nextAttemptAt !== null && saga.nextAttemptAt <= now ? [saga.nextAttemptAt.getTime()] : [],
      );
      const oldest = Math.min(now.getTime(), ...due);
      return { dueOrders: due.length, oldestDueSeconds: (now.getTime() - oldest) / 1000 };
    },
    async joinGuest(eventId, guestId, userId) {
      if (!firstTime("on-guest-joined", eventId)) return;
      for (const order of orders.values())
        if (order.shopperId === guestId) orders.set(order.id, { ...order, shopperId: userId });
    },
    async forget(eventId, shopperId, now) {
      if (!firstTime("on-user-erased", eventId)) return;
      for (const order of orders.values())
        if (order.shopperId === shopperId)
          orders.set(order.id, {
            ...order,
            forgottenAt: now,
            deliverTo: needsAddress(order) ? order.deliverTo : null,
          });
    },
  };
};

const isStuck = ({ status, saga }: Order, now: Date): boolean =>
  saga.attempts >= stuckAttempts || (!isFinal(status) && saga.deadlineAt !== null && saga.deadlineAt < now);

const refusal = (kind: "conflict" | "unprocessable", code: string) =>
  new Refusal({ kind, code, detail: code });
