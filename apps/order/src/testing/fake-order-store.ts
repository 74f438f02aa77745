import { orderIsUnpaid } from "@caravan/contracts";
import { accountErased, keyReused } from "@caravan/database";
import { type Entry, type Order, piecesOf, withoutNeedlessAddress } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type {
  Changed,
  OrderChange,
  OrderStore,
  PlaceDecision,
  PlaceRequest,
  ReplyForm,
  StoredReply,
} from "../order-store.ts";
import { fakeKeys } from "./fake-keys.ts";
import { fakeOrderReads } from "./fake-order-reads.ts";

/** The order store in memory: the guarantees of the real one, without a database. */
export interface FakeOrderStore extends OrderStore {
  readonly orders: Map<string, Order>;
  readonly events: { readonly topic: string; readonly data: object }[];
  timelineOf(orderId: string): Entry[];
}

export const fakeOrderStore = (): FakeOrderStore => {
  const orders = new Map<string, Order>();
  const timelines = new Map<string, Entry[]>();
  const { claimKey, once } = fakeKeys();
  const inbox = new Set<string>();
  const events: { topic: string; data: object }[] = [];
  const timelineOf = (orderId: string) => timelines.get(orderId) ?? [];
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
      (order) => order.shopperId === shopperId && orderIsUnpaid(order.status),
    );
    return { orders: unpaid.length, pieces: piecesOf(unpaid.flatMap(({ lines }) => lines)) };
  };

  return {
    orders,
    events,
    timelineOf,
    claimPlacement: async <B>(request: PlaceRequest, form: ReplyForm<B>) => {
      const { subject, formerly } = request.shopper;
      const content = JSON.stringify(request.content);
      if (formerly !== undefined) join(formerly, subject);
      const claim = claimKey<B>(request);
      const replay = (reply: { status: number; body: B }): StoredReply<B> => {
        const order = orders.get(form.orderIdOf(reply.body));
        if (order === undefined) throw new Error("the order of a stored reply is gone");
        if (order.forgottenAt !== null) throw accountErased();
        const body = form.withPersonal(form.withoutPersonal(reply.body), order, timelineOf(order.id));
        return { ...reply, replayed: true, body };
      };
      const before = (): StoredReply<B> | undefined => {
        const earlier = placed.get(`${ownerOf(subject)} ${request.key}`);
        const known = earlier && orders.get(earlier.orderId);
        if (known === undefined) return undefined;
        const differs = earlier?.content !== content;
        const reply = { status: 201, body: form.make(known, timelineOf(known.id)), replayed: false };
        claim.end(differs ? undefined : reply);
        if (differs) throw keyReused();
        return replay(reply);
      };
      if (claim.reply !== undefined) return replay(claim.reply);
      return (
        before() ?? {
          orderId: claim.resourceId,
          unpaid: unpaidOf(ownerOf(subject)),
          async insert(decide: PlaceDecision) {
            const owner = ownerOf(subject);
            const meanwhile = before();
            if (meanwhile !== undefined) return meanwhile;
            if (erased.has(owner)) throw accountErased();
            const { order, entries } = decide(owner, unpaidOf(owner));
            if ([...orders.values()].some(({ ticketId }) => ticketId !== null && ticketId === order.ticketId))
              throw keyReused();
            orders.set(order.id, order);
            timelines.set(order.id, [...entries]);
            placed.set(`${owner} ${request.key}`, { orderId: order.id, content });
            const reply = { status: 201, body: form.make(order, entries), replayed: false };
            claim.end(reply);
            return reply;
          },
          [Symbol.asyncDispose]: async () => claim.end(undefined),
        }
      );
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
    ...fakeOrderReads(orders, timelineOf),
    ownerOf: async (subject) => ownerOf(subject),
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
