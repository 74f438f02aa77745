import type { Order } from "@caravan/contracts";
import { afterAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { untilSeen } from "../harness/endpoints.ts";
import { freeze } from "../harness/freeze.ts";
import { kubectl, podsOf, rolledOut, scale } from "../harness/kubectl.ts";
import { newShopper, orderIn, reached, type Shopper } from "../harness/shopper.ts";

const scaleInventory = async (replicas: number) => {
  await scale("deployment/inventory", replicas);
  await rolledOut("inventory");
};
const addressOf = (pod: string) => kubectl("-n", "shop", "get", "pod", pod, "-o", "jsonpath={.status.podIP}");

afterAll(() => scaleInventory(1));

/** Concurrent orders, each by another shopper, since unpaid orders and requests of one shopper are limited. */
const placeMany = async (count: number): Promise<[Shopper, Order][]> => {
  const wish = { lines: [{ sku: "CAR-0005", quantity: 1 }] };
  const shoppers = await Promise.all(Array.from({ length: count }, () => newShopper()));
  return Promise.all(
    shoppers.map(
      async (shopper): Promise<[Shopper, Order]> => [shopper, orderIn(await shopper.placeOrder(wish))],
    ),
  );
};

const statusesOf = (placed: readonly [Shopper, Order][]) => new Set(placed.map(([, { status }]) => status));

/** Repeats the work until the condition is met or has failed. */
const meanwhile = async <T>(awaited: Promise<T>, work: () => Promise<unknown>): Promise<T> => {
  let over = false;
  const end = () => {
    over = true;
  };
  awaited.then(end, end);
  while (!over) await work();
  return awaited;
};

describe("a pod of inventory that hangs, neither answering nor refusing", () => {
  it("is not ejected while it is the only one: orders are accepted, and hold their stock later", async () => {
    const [pod = ""] = await podsOf("inventory");
    const address = await addressOf(pod);
    const before = await untilSeen("order", "inventory", address, () => true);
    const thaw = await freeze(pod, "inventory");
    try {
      const failedOften = untilSeen(
        ...(["order", "inventory", address] as const),
        (now, earlier) => now.timedOut >= earlier.timedOut + 20,
        before,
      );
      const placed = await placeMany(20);
      expect(statusesOf(placed)).toEqual(new Set(["placed"]));
      expect(await failedOften).toMatchObject({ ejected: false });
      thaw();
      await Promise.all(placed.map(([shopper, { id }]) => reached(shopper, id, "stock-reserved")));
    } finally {
      thaw();
    }
  });

  it("is ejected beside another one, which answers instead, and returns when it continues", async () => {
    const before = await podsOf("inventory");
    await scaleInventory(2);
    const pod = (await podsOf("inventory")).find((name) => !before.includes(name)) ?? "";
    const address = await addressOf(pod);
    const thaw = await freeze(pod, "inventory");
    try {
      const ejection = untilSeen("order", "inventory", address, ({ ejected }) => ejected);
      // None of these fails either: a call that times out at one pod is retried at the other.
      const { timedOut } = await meanwhile(ejection, () => placeMany(40));
      expect(timedOut).toBeGreaterThanOrEqual(10);
      expect(statusesOf(await placeMany(40))).toEqual(new Set(["stock-reserved"]));
    } finally {
      thaw();
    }
    const comeback = untilSeen("order", "inventory", address, (e) => !e.ejected && e.succeeded > 0);
    await meanwhile(comeback, () => placeMany(20));
  });

  it("loses nothing", () => expectCleanBooks());
});
