import { newId } from "@caravan/contracts";
import { expect, it } from "vitest";
import { openFakeInventory } from "../testing/fake-inventory.ts";
import { type Aside, expireReservations } from "./expire-reservations.ts";
import { reserveStock } from "./reserve-stock.ts";

it("releases every due hold, in any number, and no other", async () => {
  const { dependencies, counted, pass } = openFakeInventory({ "CAR-0001": { north: 60, south: 40 } });
  const reserve = () => {
    const orderId = newId("ord");
    const lines = [{ sku: "CAR-0001", quantity: 1 }];
    return reserveStock(dependencies, { orderId, lines, idempotencyKey: orderId });
  };
  for (let i = 0; i < 45; i += 1) await reserve();
  pass(14);
  await reserve();
  pass(1);
  counted.length = 0;
  await expireReservations(dependencies);
  const levels = await dependencies.stock.levels(["CAR-0001"]);
  expect(levels.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(1);
  expect(counted).toEqual(["expired", "expired", "expired"]);
  await expireReservations(dependencies);
  expect(counted).toHaveLength(3);
});

it("skips holds that cannot be expired, in any number, and tries them again after a pause", async () => {
  const { dependencies, counted, pass } = openFakeInventory({ "CAR-0001": { north: 60 } });
  const { reservations } = dependencies;
  const reserve = async () => {
    const orderId = newId("ord");
    const lines = [{ sku: "CAR-0001", quantity: 1 }];
    return (await reserveStock(dependencies, { orderId, lines, idempotencyKey: orderId })).id;
  };
  const poisonous = new Set<string>();
  for (let i = 0; i < 25; i += 1) poisonous.add(await reserve());
  await reserve();
  const told: unknown[] = [];
  let unexpired = 0;
  const withPoison = {
    ...dependencies,
    showUnexpired: (count: number) => {
      unexpired = count;
    },
    log: { error: (fields: object) => void told.push(fields) },
    reservations: {
      ...reservations,
      changeDue: ((decide, now, limit, except) =>
        reservations.changeDue(
          (it) => {
            if (poisonous.has(it.id)) throw new Error("a row that this version does not understand");
            return decide(it);
          },
          now,
          limit,
          except,
        )) satisfies typeof reservations.changeDue,
    },
  };
  pass(15);
  counted.length = 0;
  const aside: Aside = new Map();
  await expireReservations(withPoison, aside);
  expect([counted, told.length, unexpired]).toEqual([["expired"], 25, 25]);
  await expireReservations(withPoison, aside);
  expect(told).toHaveLength(25);
  poisonous.clear();
  pass(5);
  await expireReservations(withPoison, aside);
  expect([counted.length, unexpired]).toEqual([3, 0]);
});
