import { randomUUID } from "node:crypto";
import { until } from "@caravan/toolchain";
import { countInHand, ordersOver } from "../../shop-orders.ts";
import { readCatalogue } from "../catalogue.ts";
import { newGuest } from "../guests.ts";
import { type LoadResult, runClosedLoop, type Send } from "../load/closed-loop.ts";
import { type Lane, openLane } from "../load/http-lane.ts";
import { untilPublished } from "../saga/watch-outboxes.ts";
import type { Stage } from "../stage.ts";
import { openStageDatabase } from "../stage-database.ts";
import { type Guest, type OrderBook, ordersPerGuest, type PlacedOrder, placeOrders } from "./place-orders.ts";

/** Orders that are placed and not paid. */
export interface OrderLoad {
  /** Makes guests for so many orders. */
  prepare(lanes: number, orders: number): Promise<void>;
  /** Places orders for so many seconds. */
  forSeconds(lanes: number, seconds: number): Promise<Placing>;
  /** Places so many orders. @returns seconds */
  number(lanes: number, orders: number): Promise<number>;
  /** Waits until the events of all orders are published. */
  published(): Promise<void>;
  /** Cancels all orders, as their guests do, and waits until their goods are free again. */
  giveBack(lanes: number): Promise<void>;
}

/** The outcome of orders that were placed for some time. */
export interface Placing {
  readonly load: LoadResult;
  readonly refusals: Readonly<Record<string, number>>;
  readonly retries: number;
  /** Guests that were too few beforehand; they are in the figures. */
  readonly guestsMeanwhile: number;
}

const batch = 1000;

/** Opens a load of orders for as long as the benchmark runs. */
export const openOrderLoad = async (stage: Stage): Promise<OrderLoad> => {
  const { addresses, signal, sources, note } = stage;
  const products = await readCatalogue(addresses.shop);
  const order = await openStageDatabase(stage, "order");
  const shop = ordersOver(order);
  const guests: Guest[] = [];
  let placed: PlacedOrder[] = [];

  const withLanes = async <T>(count: number, work: (lanes: Lane[]) => Promise<T>): Promise<T> => {
    const lanes = sources(count).map((from) => openLane(addresses.shop, from));
    return work(lanes).finally(() => Promise.all(lanes.map((lane) => lane.close())));
  };
  const sendsOf = (lanes: readonly Lane[], book: OrderBook): Send[] => {
    const step = Math.ceil(products.length / lanes.length);
    return lanes.map((lane, i) => placeOrders(lane, book, products, i * step));
  };
  const newBook = (made: () => void = () => undefined): OrderBook => ({
    ...{ guests, placed, refusals: {}, retries: 0 },
    newGuest: (lane) => {
      made();
      return newGuest(lane);
    },
  });

  return {
    prepare: (count, orders) =>
      withLanes(count, async (lanes) => {
        let missing = Math.ceil(orders / ordersPerGuest) + count - guests.length;
        const gather = async (lane: Lane) => {
          while (missing-- > 0 && !signal.aborted) guests.push(await newGuest(lane));
        };
        await Promise.all(lanes.map(gather));
        signal.throwIfAborted();
      }),
    forSeconds: (count, seconds) =>
      withLanes(count, async (lanes) => {
        let guestsMeanwhile = 0;
        const book = newBook(() => {
          guestsMeanwhile += 1;
        });
        const load = await runClosedLoop(sendsOf(lanes, book), seconds, signal);
        return { load, refusals: book.refusals, retries: book.retries, guestsMeanwhile };
      }),
    number: (count, orders) =>
      withLanes(count, async (lanes) => {
        const since = performance.now();
        let left = orders;
        const work = async (send: Send) => {
          while (left-- > 0 && !signal.aborted) await send();
        };
        await Promise.all(sendsOf(lanes, newBook()).map(work));
        signal.throwIfAborted();
        return (performance.now() - since) / 1000;
      }),
    published: () => untilPublished([order], signal),
    giveBack: async (count) => {
      const [open, ids] = [placed.values(), placed.map(({ id }) => id)];
      placed = [];
      note(`${ids.length} orders are cancelled …`);
      const failed = await withLanes(count, (lanes) => cancelAll(lanes, open, signal));
      if (failed > 0) note(`${failed} orders could not be cancelled; they expire unpaid.`);
      const settled = async () => {
        for (let first = 0; first < ids.length; first += batch)
          if ((await countInHand(shop, ids.slice(first, first + batch))) > 0) return undefined;
        return true;
      };
      const patience = { timeoutSeconds: 120, intervalMilliseconds: 200, signal };
      await until("the goods of cancelled orders are free again", settled, patience);
      await untilPublished([order], signal);
    },
  };
};

/** @returns how many orders could not be cancelled */
const cancelAll = async (
  lanes: readonly Lane[],
  open: Iterable<PlacedOrder>,
  signal: AbortSignal,
): Promise<number> => {
  let failed = 0;
  const body = JSON.stringify({ reason: "a benchmark" });
  const cancel = async (lane: Lane) => {
    for (const { id, guest } of open) {
      signal.throwIfAborted();
      const headers = { ...guest, "idempotency-key": randomUUID() };
      const path = `/v1/orders/${id}/cancellation`;
      const { status } = await lane
        .send({ method: "POST", path, headers, body })
        .catch(() => ({ status: 0 }));
      if (status !== 202) failed += 1;
    }
  };
  await Promise.all(lanes.map(cancel));
  return failed;
};
