import { binomialBand } from "@caravan/release-engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { handledEvents } from "../harness/handled-events.ts";
import { kubectl, rolledOut } from "../harness/kubectl.ts";
import { plant } from "../harness/planted.ts";
import { caravan } from "../harness/shop.ts";
import { buy, newShopper, paid, reached, type Shopper } from "../harness/shopper.ts";

/** An order leads to this event once, and order hears it. */
const topic = "payment.authorised.v1";
let shoppers: Shopper[];
beforeAll(async () => {
  await caravan("canary", "order");
  shoppers = await Promise.all(Array.from({ length: 12 }, () => newShopper()));
});
afterAll(async () => {
  await caravan("canary", "order", "--off");
});

const handledBy = (version: "v1" | "v2") => handledEvents("order", version, topic);

const deadLetters = async (): Promise<number> =>
  JSON.parse((await caravan("dlq", "list", "--json")).stdout).length;

/** Buys, a few at a time, until each order is paid. */
const buyAll = async (orders: number): Promise<void> => {
  let next = 0;
  await Promise.all(
    shoppers.map(async (shopper) => {
      while (next++ < orders) {
        const { id } = await buy(shopper, "CAR-0006");
        await reached(shopper, id, ...paid);
      }
    }),
  );
};

/** Buys, and counts which version handled the events. */
const versionsOf = async (orders: number): Promise<{ v1: number; v2: number }> => {
  const before = [await handledBy("v1"), await handledBy("v2")] as const;
  await buyAll(orders);
  return { v1: (await handledBy("v1")) - before[0], v2: (await handledBy("v2")) - before[1] };
};

const weigh = (percent: number) => caravan("canary", "order", "--weight", String(percent));

/** Gives v2 a weight, and expects that it handles as many events as that explains. */
const expectShare = async (orders: number, percent: number): Promise<void> => {
  await weigh(percent);
  const counts = await versionsOf(orders);
  const { low, high } = binomialBand(orders, percent / 100, 0.001);
  console.log(
    `weight ${percent * 10}/1000: v2 handled ${counts.v2} of ${orders} events (band ${low} to ${high})`,
  );
  expect(counts.v1 + counts.v2).toBe(orders);
  expect(counts.v2).toBeGreaterThanOrEqual(low);
  expect(counts.v2).toBeLessThanOrEqual(high);
};

describe("the events of order, beside a canary", () => {
  it("are handled by v1 alone while the canary has no weight", async () => {
    expect(await versionsOf(20)).toEqual({ v1: 20, v2: 0 });
  });
  it("are handled by the canary in the share of its weight, within the 99.9 % binomial band", async () => {
    await expectShare(60, 40);
  });
  it("are handled by v1 alone from the end of the command on that takes the weight away", async () => {
    await weigh(0);
    expect(await versionsOf(20)).toEqual({ v1: 20, v2: 0 });
  });
});

// They take minutes: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("no event is lost or applied twice (--long)", () => {
  it("at a tenth of the events, within the 99.9 % binomial band", async () => {
    await expectShare(600, 10);
  });
  it.each(["failing-on-events", "crashing-on-events"] as const)("by a canary that is %s", async (defect) => {
    const before = await deadLetters();
    await weigh(50);
    await plant(defect, "order", "v2");
    await buyAll(100);
    await expectCleanBooks();
    expect(await deadLetters()).toBe(before);
    await kubectl("-n", "shop", "delete", "pod", "-l", "app=order,version=v2", "--timeout=120s");
    await rolledOut("order-v2");
  });
});
