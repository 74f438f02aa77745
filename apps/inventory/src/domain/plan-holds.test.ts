import { expect, it } from "vitest";
import { planHolds } from "./plan-holds.ts";
import { want } from "./reservation.ts";

it("plans several holds in sequence: each one gets what the previous ones have left", () => {
  const order = (id: string, quantity: number) =>
    want({ id, orderId: id, lines: [{ sku: "CAR-0001", quantity }], now: new Date(0), holdMinutes: 15 });
  const levels = [
    { sku: "CAR-0001", warehouse: "north", onHand: 4, reserved: 1 },
    { sku: "CAR-0001", warehouse: "south", onHand: 2, reserved: 0 },
  ];
  const plans = planHolds([order("a", 2), order("b", 4), order("c", 3), order("d", 1)], levels);
  const told = plans.map((plan) =>
    plan.outcome === "held"
      ? plan.reservation.allocations.map(({ warehouse, quantity }) => `${warehouse} ${quantity}`)
      : plan.levels.map(({ warehouse, onHand, reserved }) => `${warehouse} has ${onHand - reserved}`),
  );
  expect(told).toEqual([
    ["north 2"],
    ["north has 1", "south has 2"],
    ["north 1", "south 2"],
    ["north has 0", "south has 0"],
  ]);
});
