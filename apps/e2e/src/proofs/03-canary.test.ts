import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { binomialBand } from "../harness/binomial.ts";
import { inPod } from "../harness/kubectl.ts";
import { caravan } from "../harness/shop.ts";
import { newShopper, orderIn, type Shopper, servedBy } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

let shoppers: Shopper[];
beforeAll(async () => {
  await caravan("canary", "inventory");
  shoppers = await Promise.all(Array.from({ length: 20 }, () => newShopper()));
});
afterAll(async () => {
  await caravan("canary", "inventory", "--off");
});

/** Places orders, a few at a time, and counts which version of inventory reserved the stock. */
const versionsOf = async (orders: number): Promise<Record<string, number>> => {
  const counts: Record<string, number> = { v1: 0, v2: 0 };
  let next = 0;
  await Promise.all(
    shoppers.map(async (shopper) => {
      while (next++ < orders) {
        const reply = await shopper.placeOrder({ lines: [{ sku: "CAR-0006", quantity: 1 }] });
        // Unpaid orders of one shopper are limited.
        await shopper.post(`/v1/orders/${orderIn(reply).id}/cancellation`, {});
        const version = servedBy(reply).inventory ?? "none";
        counts[version] = (counts[version] ?? 0) + 1;
      }
    }),
  );
  return counts;
};

const oneVersion = async (): Promise<string> =>
  Object.entries(await versionsOf(1)).find(([, n]) => n > 0)?.[0] ?? "";

describe("a canary of inventory", () => {
  it("gets no traffic before it has a weight", async () => {
    expect(await versionsOf(200)).toEqual({ v1: 200, v2: 0 });
  });
  it("takes no second copy of the events", async () => {
    expect(
      await inPod(
        "deploy/inventory-v2",
        'return (await fetch("http://127.0.0.1:8081/dapr/subscribe")).json();',
      ),
    ).toEqual([]);
  });
  it("with weight 100 of 1000 gets its share of 1,000 orders, within the 99.9 % binomial band", async () => {
    await caravan("canary", "inventory", "--weight", "10");
    await until("the weight is in force", async () => ((await oneVersion()) === "v2" ? true : undefined));
    const counts = await versionsOf(1000);
    const [low, high] = binomialBand(1000, 0.1, 0.999);
    console.log(`weight 100/1000: ${counts.v2} of 1000 orders on v2 (band ${low} to ${high})`);
    expect((counts.v1 ?? 0) + (counts.v2 ?? 0)).toBe(1000);
    expect(counts.v2).toBeGreaterThanOrEqual(low);
    expect(counts.v2).toBeLessThanOrEqual(high);
  });
  it("takes everything at 100 % and nothing at 0, and a change is in force soon", async () => {
    for (const [weight, version] of [
      ["100", "v2"],
      ["0", "v1"],
    ] as const) {
      const start = performance.now();
      await caravan("canary", "inventory", "--weight", weight);
      const command = performance.now() - start;
      let last = 0;
      // In force once 50 orders in a row went the new way.
      for (let streak = 0; streak < 50; ) {
        const same = (await oneVersion()) === version;
        streak = same ? streak + 1 : 0;
        if (!same) last = performance.now() - start;
        if (performance.now() - start > 120_000)
          throw new Error(`weight ${weight} is not in force after 120 s`);
      }
      const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
      console.log(
        `weight ${weight} %: the command took ${seconds(command)}, the last order went the old way at ${seconds(last)} (0: none after it)`,
      );
    }
    expect(await versionsOf(300)).toEqual({ v1: 300, v2: 0 });
  });
});
