import { flashRoutes, newId } from "@caravan/contracts";
import { createRouter, defineConfig, every, openService } from "@caravan/service-kit";
import type { Sale } from "../domain/sale.ts";
import { openWatching } from "../watching/open-watching.ts";
import type { WatchedTicket } from "../watching/watched-tickets.ts";

/** The stream of a sale as the service serves it, over a store in memory; its parent process measures it. */
const sale: Sale = {
  ...{ id: newId("sal"), sku: "CAR-0001", priceCents: 9_900, pieces: 10_000, perShopper: 1, line: 50_000 },
  ...{
    opensAt: new Date(0),
    endsAt: new Date(Date.now() + 3_600_000),
    audience: "everyone",
    paySeconds: 600,
  },
  ...{ lotMilliseconds: 0, difficulty: 0, perAddress: 100, shards: 8, phase: "running" },
  ...{ allotmentId: "alm_1", allotmentAskedAt: null, endedAt: null },
  ...{ epoch: 1, sold: 0, seed: "a seed", tokenKey: "a key", rebuildNeeded: false, createdAt: new Date(0) },
};
const tickets = new Map<string, WatchedTicket>();
let sold = 0;
let served = 0;

/** Each who watches waits in line, in the order of their coming. */
const ticketOf = (shopperId: string): WatchedTicket => {
  const known = tickets.get(shopperId);
  if (known !== undefined) return known;
  const ticket: WatchedTicket = {
    ...{ id: newId("tkt"), saleId: sale.id, shopperId, click: "c", status: "waiting", paid: false },
    ...{ orderId: null, payBy: null, reason: null, task: null, attempts: 0 },
    ...{ position: tickets.size + 1, changedAt: new Date() },
  };
  tickets.set(shopperId, ticket);
  return ticket;
};

await openService(defineConfig({}), async ({ app, version, log }) => {
  const watching = openWatching({
    currentSale: async () => ({ ...sale, phase: sold % 2 === 0 ? "running" : "paused" }),
    entries: { shoppersOf: async (_, { subject }) => [subject] },
    tickets: { newestOf: async (_, [shopperId = ""]) => ticketOf(shopperId) },
    watched: {
      now: async () => new Date(),
      changed: async () =>
        [...tickets.values()].filter(({ changedAt }) => changedAt > new Date(Date.now() - 3_000)),
      line: async () =>
        Float64Array.from({ length: tickets.size - served }, (_, index) => index + 1 + served),
    },
    ...{ now: () => new Date(), mostStreams: 100_000, onCount: () => {} },
  });
  process.on("message", (message) => {
    if (message === "turn") sold += 1;
    if (message === "serve") served += Math.ceil(tickets.size / 2);
    // One change makes the line be read again.
    const [first] = tickets.values();
    if (message === "serve" && first !== undefined)
      tickets.set(first.shopperId, { ...first, changedAt: new Date() });
    if (message !== "measure") return;
    for (let i = 0; i < 3; i += 1) globalThis.gc?.();
    process.send?.({ ...process.memoryUsage(), cpu: process.cpuUsage(), saleId: sale.id });
  });
  const { watchSale } = flashRoutes;
  return {
    routes: createRouter({ app, version }).mount(
      { watchSale },
      { watchSale: ({ params, shopperId }) => watching.watch(params.saleId, { subject: shopperId }) },
    ),
    background: [
      every(1, "tell those who watch", watching.look, log),
      every(1, "keep streams alive", async () => watching.beat(), log),
    ],
    onDrain: watching.drain,
  };
});
