import { newId } from "@caravan/contracts";
import { expect, it } from "vitest";
import { openFakeInventory } from "../testing/fake-inventory.ts";
import { expireReservations } from "./expire-reservations.ts";
import { reserveStock } from "./reserve-stock.ts";

it("gives back every hold whose time is over, however many, and no other", async () => {
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
