import { copySale } from "@caravan/flash-admission/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../harness/databases.ts";
import { freeze } from "../harness/freeze.ts";
import { podOf } from "../harness/kubectl.ts";
import type { Rush } from "../harness/rush.ts";
import { inspectSale } from "../harness/sale.ts";
import { clicksOf, scaleFlash, untilAsked, untilReady } from "../harness/sale-pods.ts";
import { keeperOf } from "../harness/sale-tickets.ts";
import { type RunningSale, type SalePlan, sellThrough } from "../harness/sell-through.ts";
import { caravan } from "../harness/shop.ts";
import { setFreeStock } from "../harness/stock.ts";
import { openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const sku = "CAR-0010";
const stock = 100_000;

/**
 * Three thirds come: the first ones get pieces before the fault; in the fault the last pieces and the line are given away; those who come
 * last are told "sold out". All press on, so each is asked about again and again, in any pod.
 */
const [pieces, line, shoppers] = [45, 15, 90];
const third = shoppers / 3;
const plan: SalePlan = {
  // Long enough that no order expires while people press.
  terms: { sku, pieces, line, cents: 1490, paySeconds: 900, lotMilliseconds: 0 },
  ...{ shoppers, neverPays: "cancels", patienceSeconds: 600, pressOn: { pauseMilliseconds: 300 } },
};

/** Waits until so many more decisions are told. */
const untilTold = async ({ heard }: Rush, times: number): Promise<void> => {
  const before = heard.decisions;
  await until(`${times} more decisions`, async () => (heard.decisions >= before + times ? true : undefined));
};

/** Waits until so many more attempts ended without a decision. */
const untilInVain = async ({ heard }: Rush, times: number): Promise<void> => {
  const before = heard.undecided;
  await until(`${times} more ask in vain`, async () =>
    heard.undecided >= before + times ? true : undefined,
  );
};

/** Sells while a fault comes and goes. */
const sellDuring = async (fault: (running: RunningSale) => Promise<void>): Promise<void> => {
  const { tickets } = await sellThrough(plan, async (running) => {
    await running.rush.come(third);
    await fault(running);
    await untilTold(running.rush, shoppers);
  });
  // Some of those who had a piece gave it back, and so did some of the line.
  expect(tickets.paid).toBeGreaterThan(0);
  expect(tickets.returned).toBeGreaterThan(0);
};

/** Waits until another process than this one looks after the sale. */
const untilTakenOver = async (saleId: string, pod: string): Promise<void> => {
  const flash = await openDatabase("flash");
  try {
    await until("another process looks after the sale", async () =>
      [undefined, pod].includes(await keeperOf(flash, saleId)) ? undefined : true,
    );
  } finally {
    await flash.end();
  }
};

// Each takes a minute or two: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("during a sale with people pressing (--long)", () => {
  beforeAll(() => setFreeStock(sku, stock));
  afterAll(() => setFreeStock(sku, stock));

  it("a replica of flash is added, decides as well, and is taken away again", async () => {
    try {
      await sellDuring(async ({ rush }) => {
        const before = await podOf("flash");
        const added = (await scaleFlash(2)).find((pod) => pod !== before) ?? "";
        await untilAsked(added, 20);
        await rush.come(third);
        await untilAsked(added, 20);
        console.log(`the second pod was asked ${await clicksOf(added)} times`);
        const gone = scaleFlash(1);
        await Promise.all([rush.come(), gone]);
      });
    } finally {
      await scaleFlash(1);
    }
  }, 1_200_000);

  it("of two pods the one that looks after the sale is frozen: the other one goes on, and both do when it continues", async () => {
    let thaw = () => {};
    try {
      const pods = await scaleFlash(2);
      await sellDuring(async ({ rush, sale }) => {
        const flash = await openDatabase("flash");
        const keeper = await until("a pod looks after the sale", async () => {
          const name = await keeperOf(flash, sale.id);
          return pods.find((pod) => pod === name);
        }).finally(() => flash.end());
        thaw = await freeze(keeper, "flash");
        const began = Date.now();
        await rush.come(third);
        await untilTakenOver(sale.id, keeper);
        await untilTold(rush, shoppers);
        thaw();
        console.log(`the keeper was frozen for ${((Date.now() - began) / 1000).toFixed(1)} s`);
        await untilReady(keeper);
        await Promise.all([rush.come(), untilAsked(keeper, 20)]);
      });
    } finally {
      thaw();
      await scaleFlash(1);
    }
  }, 1_200_000);

  it("the only pod is frozen: nothing is decided meanwhile, and what was asked is decided once when it continues", async () => {
    let thaw = () => {};
    try {
      await sellDuring(async ({ rush }) => {
        const pod = await podOf("flash");
        thaw = await freeze(pod, "flash");
        const coming = rush.come(third);
        await untilInVain(rush, 1);
        const { decisions } = rush.heard;
        await untilInVain(rush, third);
        expect(rush.heard.decisions).toBe(decisions);
        thaw();
        await Promise.all([untilReady(pod), coming]);
        await rush.come();
      });
    } finally {
      thaw();
    }
  }, 1_200_000);

  it("Redis fails over to a replica that lacks its last writes: no answer is taken back, and the sale is rebuilt", async () => {
    const redis = await openStreams();
    try {
      await sellDuring(async ({ rush, sale }) => {
        const { epoch } = await inspectSale(sale.id);
        const failOver = await copySale(redis, sale);
        const copied = Date.now();
        // What is decided now is told, and Redis is to forget it.
        await rush.come(third);
        await failOver();
        console.log(`Redis lost ${Date.now() - copied} ms, in which ${third} shoppers were told`);
        await until("the sale is rebuilt", async () =>
          (await inspectSale(sale.id)).epoch > epoch ? true : undefined,
        );
        await rush.come();
      });
    } finally {
      redis.disconnect();
    }
  }, 1_200_000);

  it("two versions of flash decide side by side, half of the clicks each: nothing is sold twice", async () => {
    try {
      await caravan("canary", "flash");
      await sellDuring(async ({ rush }) => {
        await caravan("canary", "flash", "--weight", "50");
        await rush.come(third);
        await until("both decide", async () => {
          const { v1 = 0, v2 = 0 } = rush.heard.byVersion;
          return Math.min(v1, v2) >= shoppers ? true : undefined;
        });
        await rush.come();
        console.log("decisions by version:", rush.heard.byVersion);
        await caravan("canary", "flash", "--off");
      });
    } finally {
      await caravan("canary", "flash", "--off");
    }
  }, 1_200_000);
});
