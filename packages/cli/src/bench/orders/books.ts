import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "mysql2/promise";
import { stock } from "../../audit/checks/stock.ts";
import type { Stage } from "../stage.ts";
import { count, openDatabaseOf } from "./databases.ts";
import { fillShelves } from "./stock.ts";

/** How far the events are behind the orders. */
export interface Backlog {
  /** Events not yet handed to the broker. */
  unpublished: number;
  /** Reservations whose order's event has not been applied; those of orders under way are among them. */
  held: number;
}

/** The databases of order and inventory, for looking into the books. */
export interface Books {
  fillShelves(): Promise<void>;
  backlog(): Promise<Backlog>;
  /** Orders placed, and reservations committed by their events, ever. */
  totals(): Promise<{ orders: number; committed: number }>;
  /** Waits until every event was applied; returns how long it took. */
  settle(): Promise<number>;
  stockFaults(): Promise<string[]>;
}

/** An event that has not arrived after this long will not. */
const patienceSeconds = 120;

export async function openBooks({ kube, signal, atTheEnd }: Stage): Promise<Books> {
  const open = async (app: string): Promise<Connection> => {
    const connection = await openDatabaseOf(kube, app);
    atTheEnd(() => connection.end());
    return connection;
  };
  const order = await open("order");
  const inventory = await open("inventory");
  const held = () => count(inventory, "select count(*) n from reservations where status = 'held'");
  const backlog = async (): Promise<Backlog> => ({
    unpublished: await count(order, "select count(*) n from outbox"),
    held: await held(),
  });
  const heldBefore = await held(); // of orders that were never placed: they expire some day
  return {
    fillShelves: () => fillShelves(inventory),
    backlog,
    totals: async () => ({
      orders: await count(order, "select count(*) n from orders"),
      committed: await count(inventory, "select count(*) n from reservations where status = 'committed'"),
    }),
    async settle() {
      const since = Date.now();
      for (;;) {
        const { unpublished, held } = await backlog();
        if (unpublished === 0 && held <= heldBefore) return (Date.now() - since) / 1000;
        if (Date.now() - since > patienceSeconds * 1000)
          throw new Error(
            `after ${patienceSeconds} s ${unpublished} events are unpublished and ${held} holds open`,
          );
        await sleep(50, undefined, { signal });
      }
    },
    stockFaults: async () => (await stock.run({ inventory })).map(({ sentence }) => sentence),
  };
}
