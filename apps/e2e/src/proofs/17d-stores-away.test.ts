import { setTimeout as sleep } from "node:timers/promises";
import type { Order } from "@caravan/contracts";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { openBrowser } from "../harness/browser.ts";
import { without } from "../harness/outage.ts";
import { anyProduct, openWithCart } from "../harness/outage-words.ts";
import { caravan } from "../harness/shop.ts";
import { buy, confirm, newShopper, orderIn, paid, reached, type Shopper } from "../harness/shopper.ts";
import { openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const deadLetters = async (): Promise<string> => (await caravan("dlq", "list", "--json")).stdout;
const many = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));
const allReached = (bought: readonly [Shopper, Order][]) =>
  Promise.all(bought.map(([shopper, { id }]) => reached(shopper, id, ...paid)));

let redis: Redis;
beforeAll(async () => {
  redis = await openStreams();
});
afterAll(() => redis.disconnect());

// Each takes minutes: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")(
  "a store that is down or full for longer than any retry",
  () => {
    it("MariaDB, right after paying: everything recovers, and no event becomes a dead letter", async () => {
      const before = await deadLetters();
      const placed = await many(20, async (): Promise<[Shopper, Order, string | null]> => {
        const shopper = await newShopper();
        const reply = await shopper.placeOrder({ lines: [{ sku: "CAR-0005", quantity: 1 }] });
        const order = orderIn(reply);
        return [shopper, order, (await shopper.startPayment(order.id)).confirmationUrl];
      });
      await Promise.all(placed.map(([, , url]) => confirm(url)));
      await without("mariadb", async () => {
        await sleep(90_000);
      });
      await allReached(placed.map(([shopper, order]) => [shopper, order]));
      expect(await deadLetters()).toBe(before);
      await expectCleanBooks();
    }, 900_000);

    it("Redis, full: orders are placed and paid, events wait in the outboxes, carts are refused with a message, and everything recovers", async () => {
      const product = await anyProduct();
      const shopper = await newShopper();
      const [, configured = "0"] = (await redis.config("GET", "maxmemory")) as string[];
      const used = Number(/used_memory:([0-9]+)/.exec(await redis.info("memory"))?.[1]);
      try {
        // Without a TTL, so that it cannot be evicted; then no memory is left.
        await redis.set("proof:filler", "x".repeat(1_000_000));
        await redis.config("SET", "maxmemory", String(used));
        await until("Redis refuses writes", async () =>
          redis.set("proof:more", "x").then(
            () => undefined,
            () => true as const,
          ),
        );
        const bought = await many(10, async (): Promise<[Shopper, Order]> => {
          const buyer = await newShopper();
          return [buyer, await buy(buyer)];
        });
        const browser = await openBrowser(shopper.session);
        const cart = await browser.submit("/cart", { do: "add", productId: product.id, quantity: "1" });
        expect(cart.status).toBe(503);
        await redis.config("SET", "maxmemory", configured);
        await redis.del("proof:filler", "proof:more");
        await allReached(bought);
        await openWithCart(shopper, product);
      } finally {
        await redis.config("SET", "maxmemory", configured);
        await redis.del("proof:filler", "proof:more");
      }
      await expectCleanBooks();
    }, 900_000);
  },
);
