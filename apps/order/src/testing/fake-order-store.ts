import { newId, Refusal } from "@caravan/contracts";
import type { OrderStore, StoredReply } from "../dependencies.ts";
import { type Order, orderReply } from "../domain/order.ts";

interface Entry {
  readonly request: string;
  readonly orderId: string;
  running: boolean;
  reply?: StoredReply;
}

const refusal = (kind: "conflict" | "unprocessable", code: string) =>
  new Refusal({ kind, code, detail: code });

/** The order store over plain memory: what the real one promises, without a database. `events` are the orders told of. */
export const fakeOrderStore = (): OrderStore & { readonly events: Order[] } => {
  const orders = new Map<string, Order>();
  const keys = new Map<string, Entry>();
  const events: Order[] = [];
  return {
    events,
    async placeOnce({ shopperId, key, lines }, work) {
      const request = JSON.stringify(lines);
      const entry = keys.get(`${shopperId} ${key}`) ?? { request, orderId: newId("ord"), running: false };
      keys.set(`${shopperId} ${key}`, entry);
      if (entry.request !== request) throw refusal("unprocessable", "idempotency-key-reused");
      if (entry.reply) return { ...entry.reply, replayed: true };
      if (entry.running) throw refusal("conflict", "idempotency-key-in-progress");
      entry.running = true;
      try {
        const body = await work(entry.orderId, async (order) => {
          orders.set(order.id, order);
          events.push(order);
          return orderReply(order);
        });
        entry.reply = { status: 201, body, replayed: false };
        return entry.reply;
      } finally {
        entry.running = false;
      }
    },
    async find(shopperId, orderId) {
      const order = orders.get(orderId);
      return order?.shopperId === shopperId ? order : undefined;
    },
    list: async (shopperId, { before, limit }) =>
      [...orders.values()]
        .filter((order) => order.shopperId === shopperId && (before === undefined || order.id < before))
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
  };
};
