import { newId } from "@caravan/contracts";
import { expect, it } from "vitest";
import { hold } from "../domain/reservation.ts";
import { openFakeInventory } from "../testing/fake-inventory.ts";
import { expireReservations } from "./expire-reservations.ts";

it("gives back every hold whose time is over, however many, and no other", async () => {
  const { dependencies, counted } = openFakeInventory({ "CAR-0001": 100 });
  const { reservations, stock, now } = dependencies;
  const make = (holdMinutes: number) =>
    hold({
      id: newId("rsv"),
      orderId: newId("ord"),
      lines: [{ sku: "CAR-0001", quantity: 1 }],
      now: now(),
      holdMinutes,
    });
  for (let i = 0; i < 45; i += 1) await reservations.hold(make(0), now());
  await reservations.hold(make(1), now());
  await expireReservations(dependencies);
  expect(await stock.levels(["CAR-0001"])).toEqual([{ sku: "CAR-0001", onHand: 100, reserved: 1 }]);
  expect(counted).toEqual(["expired", "expired", "expired"]);
  await expireReservations(dependencies);
  expect(counted).toHaveLength(3);
});
