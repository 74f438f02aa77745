import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { somewhere } from "@caravan/buyer";
import { Order } from "@caravan/contracts";
import * as v from "valibot";
import type { SoldProduct } from "../catalogue.ts";
import type { Send } from "../load/closed-loop.ts";
import { faultName, type Lane, type LaneRequest } from "../load/http-lane.ts";

/** The headers of a guest. */
export type Guest = Readonly<Record<string, string>>;

/** An order that was acknowledged, and whose it is. */
export interface PlacedOrder {
  readonly id: string;
  readonly guest: Guest;
}

/** What the lanes of a load share. */
export interface OrderBook {
  /** Guests who have no order yet. */
  readonly guests: Guest[];
  /** Makes another one when none is left. */
  readonly newGuest: (lane: Lane) => Promise<Guest>;
  readonly placed: PlacedOrder[];
  /** Every reply that is no order, by name, those that were sent again too. */
  readonly refusals: Record<string, number>;
  /** Requests that were sent again under their key. */
  retries: number;
}

/** The order service lets a shopper have so many unpaid orders (`MOST_UNPAID_ORDERS`). */
export const ordersPerGuest = 10;

const mostRetries = 3;
const pauseMilliseconds = 50;
/** Another attempt may get another reply: the shop is saturated, restarts, or still works on the first one. */
const passes = (status: number, code: string | undefined): boolean =>
  status === 429 || status >= 500 || code === "idempotency-key-in-progress";

const Placed = v.pipe(v.string(), v.parseJson(), v.pick(Order, ["id"]));

/** Places orders of one piece one after the other, over all products in turn; a guest makes room for the next one at its limit. */
export const placeOrders = (
  lane: Lane,
  book: OrderBook,
  products: readonly SoldProduct[],
  first: number,
): Send => {
  let turn = first;
  let guest: Guest | undefined;
  let left = 0;
  return async () => {
    try {
      if (left === 0 || guest === undefined) {
        guest = book.guests.pop() ?? (await book.newGuest(lane));
        left = ordersPerGuest;
      }
      left -= 1;
      const lines = [{ sku: products[turn++ % products.length]?.sku, quantity: 1 }];
      return await place(lane, book, guest, JSON.stringify({ lines, deliverTo: somewhere }));
    } catch (error) {
      return faultName(error);
    }
  };
};

/** Places one order, in several attempts if need be. @returns the last refusal, if all failed */
const place = async (
  lane: Lane,
  book: OrderBook,
  guest: Guest,
  body: string,
): Promise<string | undefined> => {
  const headers = { ...guest, "idempotency-key": randomUUID() };
  const request: LaneRequest = { method: "POST", path: "/v1/orders", headers, body, read: true };
  for (let attempt = 0; ; attempt += 1) {
    const { id, refusal = "", again } = await tryOnce(lane, request);
    if (id !== undefined) {
      book.placed.push({ id, guest });
      return undefined;
    }
    book.refusals[refusal] = (book.refusals[refusal] ?? 0) + 1;
    if (!again || attempt === mostRetries) return refusal;
    book.retries += 1;
    await sleep(pauseMilliseconds * 2 ** attempt);
  }
};

const tryOnce = async (
  lane: Lane,
  request: LaneRequest,
): Promise<{ id?: string; refusal?: string; again?: boolean }> => {
  try {
    const { status, text } = await lane.send(request);
    if (status === 201) return { id: v.parse(Placed, text).id };
    const code = /"code":\s*"([^"]+)"/.exec(text)?.[1];
    return {
      refusal: code === undefined ? String(status) : `${status} ${code}`,
      again: passes(status, code),
    };
  } catch (error) {
    if (v.isValiError(error)) throw error;
    return { refusal: faultName(error), again: true };
  }
};
