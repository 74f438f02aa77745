import { Refusal } from "@caravan/contracts";
import { accountErased } from "@caravan/database";
import type { Changed, KeyedRequest, OrderChange, OrderStore, StoredReply } from "../dependencies.ts";
import { type Entry, type Order, piecesOf, withoutNeedlessAddress } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import { stuckAttempts } from "../domain/saga.ts";
import { unpaidStatuses } from "../domain/unpaid.ts";

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

  /** By shopper and key, the orders that were placed. */
  const placed = new Map<string, { orderId: string; content: string }>();
  const became = new Map<string, string>();
  const erased = new Map<string, Date>();
  const ownerOf = (subject: string) => became.get(subject) ?? subject;
  const forget = (subject: string) => {
    const forgottenAt = erased.get(subject);
    if (forgottenAt === undefined) return;
    for (const order of orders.values())
      if (order.shopperId === subject)
        orders.set(order.id, withoutNeedlessAddress({ ...order, forgottenAt }));
    for (const name of placed.keys()) if (name.startsWith(`${subject} `)) placed.delete(name);
  };
  const join = (guest: string, account: string) => {
    became.set(guest, ownerOf(guest) === guest ? account : ownerOf(guest));
    for (const order of orders.values())
      if (order.shopperId === guest) orders.set(order.id, { ...order, shopperId: ownerOf(guest) });
    for (const [name, one] of [...placed])
      if (name.startsWith(`${guest} `)) {
        placed.delete(name);
        placed.set(name.replace(guest, ownerOf(guest)), one);
      }
    forget(ownerOf(guest));
  };
  const unpaidOf = (shopperId: string) => {
    const unpaid = [...orders.values()].filter(
      (order) => order.shopperId === shopperId && unpaidStatuses.some((status) => status === order.status),
    );
    return { orders: unpaid.length, pieces: piecesOf(unpaid.flatMap(({ lines }) => lines)) };
  };

  return {
    orders,
    events,
    timelineOf,
    placeOnce: async (request, form, work) => {
      const { subject, formerly } = request.shopper;
      const content = JSON.stringify(request.content);
      if (formerly !== undefined) join(formerly, subject);
      let before = false;
      const reply = await once({ ...request, status: 201 }, async (orderId) => {
        const earlier = placed.get(`${ownerOf(subject)} ${request.key}`);
        if (earlier !== undefined && earlier.content !== content)
          throw refusal("unprocessable", "idempotency-key-reused");
        const known = earlier && orders.get(earlier.orderId);
        before = known !== undefined;
        if (known !== undefined) return form.withoutPersonal(form.make(known, timelineOf(known.id)));
        return work(orderId, unpaidOf(ownerOf(subject)), async (decide) => {
          const owner = ownerOf(subject);
          if (erased.has(owner)) throw accountErased();
          const { order, entries } = decide(owner, unpaidOf(owner));
          orders.set(order.id, order);
          timelines.set(order.id, [...entries]);
          placed.set(`${owner} ${request.key}`, { orderId: order.id, content });
          return form.make(order, entries);
        });
      });
      if (!reply.replayed && !before) return reply;
      const order = orders.get(form.orderIdOf(reply.body));
      if (order === undefined) throw new Error("the order of a stored reply is gone");
      if (order.forgottenAt !== null) throw accountErased();
      const body = form.withPersonal(form.withoutPersonal(reply.body), order, timelineOf(order.id));
      return { ...reply, replayed: true, body };
    },
    changeOnce: async (request, work) => {
      const reply = await once(request, (resourceId) =>
        work(resourceId, async (it, reply) => {
          const changed = change(it);
          if (changed === undefined) throw orderUnknown(it.orderId);
          return { body: reply(changed.order, timelineOf(it.orderId)), changed };
        }),
      );
      const { replay } = request;
      const order = replay && orders.get(replay.orderId);
      if (!reply.replayed || replay === undefined || order === undefined) return reply;
      const kept = replay.withoutPersonal(reply.body);
      return { ...reply, body: replay.withPersonal(kept, order, timelineOf(order.id)) };
    },
    change: async (it) => change(it),
    async find(orderId) {
      const order = orders.get(orderId);
      return order && { order, timeline: timelineOf(orderId) };
    },
    list: async (shopperIds, { before, limit }) =>
      newest((order) => shopperIds.includes(order.shopperId), before, limit),
    ownerOf: async (subject) => ownerOf(subject),
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
    overdue: async ({ now, withoutDeadlineBefore, limit, except }) =>
      [...orders.values()]
        .filter(({ id, status, saga, placedAt }) =>
          saga.nextAttemptAt !== null || saga.steps.length > 0 || except.includes(id)
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
      const cases = [...orders.values()].flatMap(({ saga }) => saga.attention ?? []);
      return {
        ...{ dueOrders: due.length, oldestDueSeconds: (now.getTime() - oldest) / 1000, notUnderstood: 0 },
        attention: Object.fromEntries(
          [...Map.groupBy(cases, (name) => name)].map(([name, all]) => [name, all.length]),
        ),
      };
    },
    async joinGuest(eventId, guestId, userId) {
      if (firstTime("on-guest-joined", eventId)) join(guestId, userId);
    },
    async forget(eventId, shopperId, now, guests = []) {
      if (!firstTime("on-user-erased", eventId)) return;
      for (const guest of guests) if (!became.has(guest)) join(guest, shopperId);
      erased.set(shopperId, erased.get(shopperId) ?? now);
      forget(shopperId);
      for (const [id, timeline] of timelines)
        if (orders.get(id)?.shopperId === shopperId)
          timelines.set(
            id,
            timeline.map((entry) => (entry.who.startsWith("shopper:") ? { ...entry, why: null } : entry)),
          );
    },
  };
};

const isStuck = ({ saga }: Order, now: Date): boolean =>
  saga.attempts >= stuckAttempts ||
  saga.attention !== null ||
  (saga.deadlineAt !== null && saga.deadlineAt < now);

const refusal = (kind: "conflict" | "unprocessable", code: string) =>
  new Refusal({ kind, code, detail: code });
