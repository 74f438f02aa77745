import type { OnChange, ShipmentStore } from "../dependencies.ts";
import type { Told } from "../domain/settle.ts";
import type { Shipment } from "../domain/shipment.ts";

/** The shipment store in memory: the guarantees of the real one, without a database. `events` are the published ones. */
export const fakeShipments = (onChange: OnChange = () => {}): ShipmentStore & { readonly events: Told[] } => {
  const rows = new Map<string, { shipment: Shipment; revision: number }>();
  const joined = new Map<string, string>();
  const erased = new Set<string>();
  const applied = new Set<string>();
  const events: Told[] = [];
  const all = () => [...rows.values()].map(({ shipment }) => shipment);
  const put = (shipment: Shipment, news: boolean) =>
    rows.set(shipment.id, { shipment, revision: (rows.get(shipment.id)?.revision ?? 0) + (news ? 1 : 0) });
  const forget = (userId: string) => {
    for (const it of all()) {
      if (it.shopperId !== userId || it.deliverTo === null) continue;
      const needed = it.due?.work === "announce";
      put({ ...it, forgetting: true, deliverTo: needed ? it.deliverTo : null }, false);
    }
  };
  const once = (eventId: string): boolean => !applied.has(eventId) && applied.add(eventId).has(eventId);
  return {
    events,
    async add(shipment) {
      if (all().some(({ orderId }) => orderId === shipment.orderId)) return false;
      const shopperId = joined.get(shipment.shopperId) ?? shipment.shopperId;
      put({ ...shipment, shopperId, forgetting: erased.has(shopperId) }, true);
      onChange(undefined, shipment);
      return true;
    },
    find: async (id) => rows.get(id)?.shipment,
    findByOrder: async (orderId) => all().find((shipment) => shipment.orderId === orderId),
    findOwn: async (shopperId, id) => all().find((it) => it.id === id && it.shopperId === shopperId),
    list: async (shopperId, { before, orderId, limit }) =>
      all()
        .filter((it) => it.shopperId === shopperId && (before === undefined || it.id < before))
        .filter((it) => orderId === undefined || it.orderId === orderId)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    listStopped: async ({ before, limit }) =>
      all()
        .filter((it) => it.stopped !== null && (before === undefined || it.id < before))
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    async change(id, decide) {
      const before = rows.get(id)?.shipment;
      if (before === undefined) return undefined;
      const { shipment, events: told } = decide(before);
      const news = before.status !== shipment.status || before.tracking.length !== shipment.tracking.length;
      put(shipment, news);
      events.push(...told);
      if (news) onChange(before, shipment);
      return { before, shipment };
    },
    hearQuietly: async () => undefined,
    async claimDue(work, now, leaseUntil, limit) {
      const due = all()
        .filter((it) => it.due?.work === work && it.due.at <= now)
        .sort((a, b) => Number(a.due?.at) - Number(b.due?.at))
        .slice(0, limit)
        .map((it) => ({
          ...it,
          due: { work, at: leaseUntil },
          handingOver: it.handingOver || work === "announce",
        }));
      for (const shipment of due) put(shipment, false);
      return due;
    },
    revisions: async (ids) => new Map(ids.flatMap((id) => [[id, rows.get(id)?.revision ?? 0]])),
    findAll: async (ids) => ids.flatMap((id) => rows.get(id) ?? []),
    async join(eventId, guestId, userId) {
      if (!once(eventId)) return;
      joined.set(guestId, userId);
      for (const it of all()) if (it.shopperId === guestId) put({ ...it, shopperId: userId }, false);
      if (erased.has(userId)) forget(userId);
    },
    async erase(eventId, { userId, guests = [] }) {
      if (!once(eventId)) return;
      erased.add(userId);
      for (const guest of guests) {
        joined.set(guest, userId);
        for (const it of all()) if (it.shopperId === guest) put({ ...it, shopperId: userId }, false);
      }
      forget(userId);
    },
  };
};
