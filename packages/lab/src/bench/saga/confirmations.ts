import { setTimeout as sleep } from "node:timers/promises";
import { confirmationsOf, type ShopOrders } from "../../shop-orders.ts";
import { type Latencies, newLatencies } from "../load/latencies.ts";

/** The outcome of the paid orders. */
export interface Confirmations {
  readonly confirmed: number;
  /** Paid, and not confirmed before the timeout. */
  readonly open: number;
  /** From placed to confirmed, by the order service's own clock. */
  readonly sincePlaced: Latencies;
  /** From the first order placed to the last one confirmed. */
  readonly seconds: number;
}

const patienceSeconds = 120;
const batch = 1000;

interface Row {
  placed: Date;
  confirmed: Date;
}

/** Waits until all paid orders are confirmed and reads how long each took. */
export const awaitConfirmations = async (
  shop: ShopOrders,
  paid: readonly string[],
  signal: AbortSignal,
): Promise<Confirmations> => {
  const since = Date.now();
  for (;;) {
    const found = await readConfirmed(shop, paid);
    const open = paid.length - found.length;
    if (open === 0 || Date.now() - since > patienceSeconds * 1000) return summary(found, open);
    await sleep(100, undefined, { signal });
  }
};

const readConfirmed = async (shop: ShopOrders, ids: readonly string[]): Promise<Row[]> => {
  const found: Row[] = [];
  for (let first = 0; first < ids.length; first += batch)
    found.push(...(await confirmationsOf(shop, ids.slice(first, first + batch))));
  return found;
};

const summary = (found: readonly Row[], open: number): Confirmations => {
  const sincePlaced = newLatencies();
  let begin = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { placed, confirmed } of found) {
    sincePlaced.record(confirmed.getTime() - placed.getTime());
    begin = Math.min(begin, placed.getTime());
    end = Math.max(end, confirmed.getTime());
  }
  return { confirmed: found.length, open, sincePlaced, seconds: Math.max(0, end - begin) / 1000 };
};
