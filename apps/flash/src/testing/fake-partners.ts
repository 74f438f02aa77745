import { newId, type PostalAddress, Refusal } from "@caravan/contracts";
import type { Inventory, Known, Orders } from "../dependencies.ts";

/** An order as the fake keeps it. */
interface FakeOrder {
  readonly id: string;
  readonly shopperId: string;
  readonly deliverTo: PostalAddress;
  readonly priceCents: number;
  readonly allotmentId: string | null;
  piece: Known["piece"];
  reason: string;
}

/**
 * Order and inventory in memory, with what a sale relies on: a ticket makes one order, an order takes a piece of the allotment, and one
 * that is given up puts it back before it says so.
 */
export const fakePartners = (free = 1_000_000) => {
  const orders = new Map<string, FakeOrder>();
  const allotments = new Map<string, { readonly saleId: string; left: number; open: boolean }>();
  /** `refusal`: what order refuses every ticket with. */
  const world: {
    free: number;
    away: boolean;
    payBy: Date;
    refusal?: string | undefined;
    /** What happens after inventory has opened an allotment, before its reply arrives. */
    beforeReply?: (() => Promise<void>) | undefined;
  } = {
    ...{ free, away: false, payBy: new Date(Date.now() + 600_000) },
  };
  const unavailable = (): Refusal =>
    new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "It cannot be reached." });
  const leftOf = (id: string | null) => allotments.get(id ?? "");

  const giveUp = (ticketId: string, allotmentId: string | null, reason = "expired"): void => {
    const order = orders.get(ticketId);
    const allotment = leftOf(allotmentId);
    if (order?.piece !== "held" || allotment === undefined) return;
    Object.assign(order, { piece: "back", reason });
    if (allotment.open) allotment.left += 1;
    else world.free += 1;
  };

  const inventory: Inventory = {
    async openAllotment({ id: saleId, pieces }) {
      if (world.away) throw unavailable();
      for (const [id, known] of allotments) if (known.saleId === saleId) return id;
      if (world.free < pieces)
        throw new Refusal({ kind: "conflict", code: "out-of-stock", detail: `Only ${world.free} are left.` });
      world.free -= pieces;
      const id = newId("alm");
      allotments.set(id, { saleId, left: pieces, open: true });
      await world.beforeReply?.();
      return id;
    },
    async findAllotment(saleId) {
      if (world.away) throw unavailable();
      return [...allotments].find(([, known]) => known.saleId === saleId)?.[0];
    },
    async closeAllotment(id) {
      const known = leftOf(id);
      if (world.away || known === undefined) throw unavailable();
      world.free += known.open ? known.left : 0;
      Object.assign(known, { left: 0, open: false });
    },
  };

  const calls: Orders = {
    async place({ id }, { allotmentId, priceCents }, shopperId, deliverTo) {
      if (world.away) return { kind: "unclear" };
      if (world.refusal !== undefined) return { kind: "refused", code: world.refusal };
      const known = orders.get(id);
      if (known !== undefined) return { kind: "done", orderId: known.id, payBy: world.payBy };
      const allotment = leftOf(allotmentId);
      if (allotment === undefined || allotment.left < 1) return { kind: "refused", code: "out-of-stock" };
      allotment.left -= 1;
      const order = { id: newId("ord"), shopperId, deliverTo, priceCents, allotmentId };
      orders.set(id, { ...order, piece: "held", reason: "stock-reserved" });
      return { kind: "done", orderId: order.id, payBy: world.payBy };
    },
    async cancel(ticketId) {
      if (!world.away) giveUp(ticketId, orders.get(ticketId)?.allotmentId ?? null, "cancelled");
    },
    async find(ticketId) {
      const known = orders.get(ticketId);
      if (world.away) return undefined;
      if (known === undefined) return "none";
      return { orderId: known.id, piece: known.piece, reason: known.reason, payBy: world.payBy };
    },
  };

  return {
    ...{ inventory, orders: calls, placed: orders, world, giveUp },
    allotmentOf: (saleId: string) => [...allotments.values()].find((one) => one.saleId === saleId),
    pay(ticketId: string) {
      const order = orders.get(ticketId);
      if (order !== undefined) Object.assign(order, { piece: "sold", reason: "confirmed" });
    },
  };
};
