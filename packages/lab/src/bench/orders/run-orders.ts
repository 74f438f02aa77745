import type { CpuUse } from "../processes/cpu.ts";
import type { LoadOptions, Stage } from "../stage.ts";
import { type OrderLoad, openOrderLoad, type Placing } from "./order-load.ts";

/** Orders placed by so many at a time. The CPU time covers all work until their events are published. */
export interface OrdersRun extends Placing {
  readonly connections: number;
  readonly cpu: CpuUse;
}

/** Orders of a warm-up: connections, compiled code, and how fast this machine is. */
const warmingOrders = 500;
/** So many more are prepared for than the warm-up made in the same time. */
const margin = 2;

/** Warms the way of an order up. @returns orders a second */
export const warmUp = async (load: OrderLoad, lanes: number, orders = warmingOrders): Promise<number> => {
  await load.prepare(lanes, orders);
  return orders / (await load.number(lanes, orders));
};

/** Places orders through the ingress, and nothing else: reservation, the saga's row, outbox. They are cancelled after each figure. */
export const runOrders = async (
  stage: Stage,
  { seconds, connections }: LoadOptions,
): Promise<OrdersRun[]> => {
  const load = await openOrderLoad(stage);
  const meter = await stage.meter();
  const most = Math.max(...connections);
  stage.note("orders: warming up …");
  const rate = await warmUp(load, most);
  await load.giveBack(most);
  const runs: OrdersRun[] = [];
  for (const lanes of connections) {
    await load.prepare(lanes, rate * margin * seconds);
    stage.note(`orders, ${lanes} at a time …`);
    const { result, cpu } = await meter.during(async () => {
      const placing = await load.forSeconds(lanes, seconds);
      await load.published();
      return placing;
    });
    runs.push({ connections: lanes, ...result, cpu });
    await load.giveBack(lanes);
  }
  return runs;
};
