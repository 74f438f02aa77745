import fc from "fast-check";
import { expect, it } from "vitest";
import { behaviourOf, planFaults } from "./plan.ts";

const targets = ["order/order", "order/daprd", "data/mariadb", "node/kube-apiserver"];

it("the same seed plans the same faults at the same times, each once, never at the very ends", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 50, max: 5000 }), (seed, orders) => {
      const plan = planFaults(seed, orders, targets);
      expect(planFaults(seed, orders, targets.toReversed())).toEqual(plan);
      expect(plan.map(({ target }) => target).sort()).toEqual(targets.toSorted());
      for (const { afterOrders } of plan) {
        expect(afterOrders).toBeGreaterThan(0);
        expect(afterOrders).toBeLessThan(orders);
      }
    }),
  );
  expect(planFaults(1, 1000, targets)).not.toEqual(planFaults(2, 1000, targets));
});

it("every way to buy occurs, and paying is the most common", () => {
  const counts = new Map<string, number>();
  for (let order = 0; order < 2000; order += 1) {
    const behaviour = behaviourOf(1, order);
    counts.set(behaviour, (counts.get(behaviour) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(
    ["cancels paid", "cancels unpaid", "forgets", "is declined", "pays", "pays twice"].sort(),
  );
  expect(counts.get("pays")).toBeGreaterThan(1200);
});
