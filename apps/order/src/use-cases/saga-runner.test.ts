import { paymentAuthorised } from "@caravan/contracts";
import { expect, it } from "vitest";
import { unclear } from "../testing/fake-callees.ts";
import { openPaidShop } from "../testing/paid-shop.ts";
import { createRunner } from "./saga-runner.ts";

/** A runner of its own over a shop's orders. */
const runnerOf = (shop: Awaited<ReturnType<typeof openPaidShop>>, most: number, stepSeconds = 10) =>
  createRunner(shop.dependencies, {
    ...{ most, leaseSeconds: 30, stepSeconds },
    detached: (work) => work(),
    log: { warn: () => {} },
  });

it("applies an outcome to the current order: a cancellation in between wins", async () => {
  const shop = await openPaidShop();
  const { inventory } = shop.dependencies;
  Object.assign(inventory, {
    commit: async () => {
      await shop.post(shop.path("cancellation"), shop.who, {});
      return { kind: "done", learned: {} };
    },
  });
  await shop.authorise();
  expect(await shop.status()).toBe("cancelled");
  expect(shop.asked()).toContain("cancel-payment");
  expect(shop.asked()).toContain("return");
  expect(shop.asked()).not.toContain("ship");
});

it("writes twice from authorised to shipped: the steps of one status are written together", async () => {
  const shop = await openPaidShop();
  const { orders } = shop.dependencies;
  const change = orders.change;
  const statuses: (string | undefined)[] = [];
  Object.assign(orders, {
    change: async (...given: Parameters<typeof change>) => {
      const changed = await change(...given);
      statuses.push(changed?.order.status);
      return changed;
    },
  });
  await shop.authorise();
  expect(statuses).toEqual(["payment-authorised", "confirmed", "confirmed"]);
});

it("claims no more orders than it has room for, and none once it is stopped", async () => {
  const shop = await openPaidShop();
  const runner = runnerOf(shop, 1);
  shop.callees.answers.commit = [unclear];
  let go = () => {};
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { capture } = shop.dependencies.payments;
  Object.assign(shop.dependencies.payments, {
    capture: async (id: string) => {
      await waiting;
      return capture(id);
    },
  });
  await shop.authorise();
  shop.clock.now = new Date(shop.clock.now.getTime() + 1000);
  await runner.poll();
  expect(runner.lease()).toBeUndefined();
  go();
  await runner.stop();
  expect([await shop.status(), runner.lease()]).toEqual(["confirmed", undefined]);
  expect(shop.orders.orders.get(shop.order.id)?.saga.steps).toEqual(["create-shipment"]);
  await shop.later(0);
  expect(shop.asked().at(-1)).toBe("ship");
});

it("begins no step that could outlast its lease", async () => {
  const shop = await openPaidShop();
  const runner = runnerOf(shop, 1, 31);
  shop.callees.answers.commit = [unclear];
  await shop.authorise();
  shop.clock.now = new Date(shop.clock.now.getTime() + 1000);
  await runner.poll();
  await runner.idle();
  expect(shop.asked().filter((name) => name === "commit")).toHaveLength(1);
});

it("leaves an order to the next poll when the database is unreachable", async () => {
  const shop = await openPaidShop();
  const { orders } = shop.dependencies;
  const change = orders.change;
  let away = false;
  Object.assign(orders, {
    change: (...given: Parameters<typeof change>) =>
      away ? Promise.reject(new Error("database-unavailable")) : change(...given),
  });
  const { commit } = shop.dependencies.inventory;
  Object.assign(shop.dependencies.inventory, {
    commit: (id: string) => {
      away = true;
      return commit(id);
    },
  });
  expect(await shop.tell(paymentAuthorised, shop.fact())).toBe(200);
  expect(await shop.status()).toBe("payment-authorised");
  away = false;
  Object.assign(shop.dependencies.inventory, { commit });
  await shop.later(30);
  expect(await shop.status()).toBe("confirmed");
});

it("continues with the orders it had no room for", async () => {
  const shop = await openPaidShop();
  const runner = runnerOf(shop, 1);
  const second = await shop.place(shop.who);
  const ids = [shop.order.id, (await second.json()).id];
  for (const id of ids) {
    const order = shop.orders.orders.get(id);
    if (order === undefined) throw new Error("no order");
    const saga = { ...order.saga, steps: ["check-payment" as const], nextAttemptAt: shop.clock.now };
    shop.orders.orders.set(id, { ...order, saga });
  }
  await runner.poll();
  expect(runner.lease()).toBeUndefined();
  await expect
    .poll(() => ids.map((id) => shop.orders.orders.get(id)?.status))
    .toEqual(["expired", "expired"]);
});
