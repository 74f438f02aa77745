import { expect, it } from "vitest";
import { after, demands, good, lookAt, repeat, type Seen } from "../testing/looks.ts";

it.each([
  [0, "rollback"],
  [250, "promote"],
])("a canary that is slower is judged by its durations above a floor: %i ms", (floor, verdict) => {
  const looks = Array.from({ length: 40 }, (_, look) =>
    lookAt(look * 15, { stable: [900, 0], canary: [100, 0], parts: [0.1, 0.3, 0.595, 0.005] }),
  );
  const asked = { ...demands, latencyFloorMilliseconds: floor };
  expect(after(looks, { asked }).verdict).toBe(verdict);
});

it("a canary that is slower by half is rolled back", () => {
  const slow: Seen = { stable: [200, 1], canary: [20, 0], parts: [0.2, 0.3, 0.3, 0.2] };
  expect(after([...repeat(10, good), ...repeat(60, slow, 150)])).toMatchObject({
    verdict: "rollback",
    rule: "latency",
  });
});

it("a guard rolls back in its second look outside, and holds while it gives no number", () => {
  const asked = { ...demands, guards: [{ name: "memory", above: 400 }] };
  const ready = repeat(20, { ...good, guard: 300 });
  const then = (...values: (number | null)[]) =>
    after([...ready, ...values.map((guard, index) => lookAt(300 + index * 15, { ...good, guard }))], {
      asked,
    });
  expect(then(300).verdict).toBe("promote");
  expect(then(500)).toMatchObject({ verdict: "hold", rule: "guard memory" });
  expect(then(500, 300).verdict).toBe("promote");
  expect(then(500, 500)).toMatchObject({ verdict: "rollback", rule: "guard memory" });
  expect(then(500, null)).toMatchObject({ verdict: "hold", rule: "guard memory" });
});

it.each([
  ["without durations", () => []],
  [
    "with other buckets",
    (requests: number) => [
      { upToMilliseconds: 99, requests },
      { upToMilliseconds: null, requests: 0 },
    ],
  ],
])("a canary %s is not promoted: nothing is known of its latency", (_, durations) => {
  const looks = repeat(40, good).map((look) =>
    look.outcome === "measured"
      ? { ...look, canary: { ...look.canary, durations: durations(look.canary.requests) } }
      : look,
  );
  expect(after(looks)).toMatchObject({ verdict: "hold", rule: "latency" });
});
