import { expect, it } from "vitest";
import { costs, way } from "./costs.ts";
import { limitOf, simulate } from "./simulate.ts";

const play = (cores: number, replicas: number) => simulate({ cores, replicas, buyers: 32 * cores }, 8000);

it("every part that costs something is on the way of an order", () => {
  expect(new Set(way.filter((one) => one !== "commit"))).toEqual(new Set(Object.keys(costs)));
});

it("two cores make what their time allows, however many pods there are", () => {
  const cost = Object.values(costs).reduce((sum, one) => sum + one, 0);
  const one = play(2, 1);
  expect(one.orders / (2000 / cost)).toBeCloseTo(1, 1);
  expect(play(2, 4).orders / one.orders).toBeCloseTo(1, 1);
  expect(limitOf(one)).toBe("cores");
});

it("with many cores the one thread of order ends first, and a second pod doubles it", () => {
  const one = play(16, 1);
  expect(limitOf(one)).toBe("order");
  expect(one.orders).toBeLessThan(1000 / costs.order + 10);
  expect(play(16, 2).orders / one.orders).toBeGreaterThan(1.8);
});
