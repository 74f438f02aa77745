import { setTimeout as sleep } from "node:timers/promises";
import { newShopper, orderIn, pay, type Reply, type Shopper } from "./shopper.ts";

/** The result of a trickle of requests. */
export interface Trickle {
  /** Ids of the orders that were acknowledged with 201. */
  readonly acknowledged: string[];
  /** Failed replies and errors, as short lines. */
  readonly failures: string[];
  /** Requests sent so far. */
  sent: number;
  /** Stops sending and waits for the requests under way. */
  stop(): Promise<void>;
}

/** One visit of the trickle; an order by default. */
export type Visit = (shopper: Shopper) => Promise<Reply>;

export const placeOneOrder: Visit = (shopper) =>
  shopper.placeOrder({ lines: [{ sku: "CAR-0005", quantity: 1 }] });

/** Places an order and pays it; the order's reply is the visit's. */
export const buyOne: Visit = async (shopper) => {
  const reply = await placeOneOrder(shopper);
  if (reply.status === 201) await pay(shopper, orderIn(reply).id);
  return reply;
};

/** Shoppers take turns, so that none of them has many orders that are paid and not confirmed yet. */
const shoppersPerLane = 4;

/** Sends requests in parallel lanes, each one after the other with a pause, until it is stopped. */
export const startTrickle = async (options: {
  lanes: number;
  pauseMilliseconds: number;
  visits?: readonly Visit[];
}): Promise<Trickle> => {
  const visits = options.visits ?? [placeOneOrder];
  const shoppers = await Promise.all(
    Array.from({ length: options.lanes }, () =>
      Promise.all(Array.from({ length: shoppersPerLane }, () => newShopper())),
    ),
  );
  let running = true;
  const trickle: Trickle = { acknowledged: [], failures: [], sent: 0, stop: async () => {} };
  const lanes = shoppers.map(async (own, lane) => {
    for (let turn = lane; running; turn++) {
      const visit = visits[turn % visits.length] ?? placeOneOrder;
      const shopper = own[Math.floor(turn / visits.length) % shoppersPerLane];
      if (shopper === undefined) throw new Error("a lane has no shopper");
      trickle.sent++;
      try {
        const reply = await visit(shopper);
        if (reply.status === 201) trickle.acknowledged.push(orderIn(reply).id);
        else if (reply.status >= 400) trickle.failures.push(`${reply.status} ${reply.text.slice(0, 200)}`);
      } catch (error) {
        trickle.failures.push(String(error));
      }
      await sleep(options.pauseMilliseconds);
    }
  });
  trickle.stop = async () => {
    running = false;
    await Promise.all(lanes);
  };
  return trickle;
};
