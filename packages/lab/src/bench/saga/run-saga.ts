import { setTimeout as sleep } from "node:timers/promises";
import { ordersOver, type ShopOrders } from "../../shop-orders.ts";
import { readCatalogue, type SoldProduct } from "../catalogue.ts";
import { type LoadResult, runClosedLoop } from "../load/closed-loop.ts";
import { openLane } from "../load/http-lane.ts";
import type { CpuUse } from "../processes/cpu.ts";
import type { PartMemory } from "../processes/memory.ts";
import { withShoppers } from "../shoppers.ts";
import type { LoadOptions, Stage } from "../stage.ts";
import { openStageDatabase } from "../stage-database.ts";
import { buyAgainAndAgain } from "./buy-lane.ts";
import { awaitConfirmations, type Confirmations } from "./confirmations.ts";
import { type OutboxLag, watchOutboxes } from "./watch-outboxes.ts";

/** Orders bought by one number of buyers. The CPU time covers all work until the last is confirmed. */
export interface SagaRun {
  connections: number;
  load: LoadResult;
  confirmations: Confirmations;
  outbox: OutboxLag;
  cpu: CpuUse;
}

export interface SagaReport {
  /** Without any load, for the same time. */
  rest: { seconds: number; cpu: CpuUse };
  runs: SagaRun[];
  memory: PartMemory[];
}

const restSeconds = 5;

/** Buys through the ingress and at the bank's page with several numbers of buyers, and waits until all orders are confirmed. */
export const runSaga = async (stage: Stage, options: LoadOptions): Promise<SagaReport> => {
  const { signal, note } = stage;
  const products = await readCatalogue(stage.addresses.shop);
  const databases = await openDatabases(stage);
  const order = ordersOver(databases.order);
  const meter = await stage.meter();
  note("saga: warming up …");
  await buyFor(stage, products, Math.max(...options.connections), Math.min(5, options.seconds), order);
  const { cpu: rest } = await meter.during(() => sleep(restSeconds * 1000, undefined, { signal }));
  const runs: SagaRun[] = [];
  for (const connections of options.connections) {
    note(`saga, ${connections} buyers at a time …`);
    const watch = watchOutboxes(Object.values(databases));
    const { result, cpu } = await meter.during(() =>
      buyFor(stage, products, connections, options.seconds, order).finally(watch.stop),
    );
    runs.push({ connections, ...result, outbox: await watch.worst, cpu });
  }
  return { rest: { seconds: restSeconds, cpu: rest }, runs, memory: await meter.memory() };
};

const openDatabases = async (stage: Stage) => ({
  order: await openStageDatabase(stage, "order"),
  payment: await openStageDatabase(stage, "payment"),
  logistics: await openStageDatabase(stage, "logistics"),
});

/** Runs so many new buyers for some time, and waits until all paid orders are confirmed. */
export const buyFor = async (
  stage: Stage,
  products: readonly SoldProduct[],
  connections: number,
  seconds: number,
  order: ShopOrders,
  run: typeof runClosedLoop = runClosedLoop,
): Promise<Pick<SagaRun, "load" | "confirmations">> => {
  const paid: string[] = [];
  const step = Math.ceil(products.length / connections);
  const banks = Array.from({ length: connections }, () => openLane(stage.addresses.bank));
  try {
    return await withShoppers(stage, connections, async (shoppers) => {
      const sends = shoppers.map((shopper, i) => {
        const bank = banks[i];
        if (bank === undefined) throw new Error("a buyer needs a way to the bank");
        return buyAgainAndAgain(shopper, bank, products, i * step, paid);
      });
      const load = await run(sends, seconds, stage.signal);
      return { load, confirmations: await awaitConfirmations(order, paid, stage.signal) };
    });
  } finally {
    await Promise.all(banks.map((bank) => bank.close()));
  }
};
