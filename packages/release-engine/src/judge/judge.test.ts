import fc from "fast-check";
import * as v from "valibot";
import { expect, it } from "vitest";
import { after, demands, good, lookAt, numberOf, repeat, type Seen, unavailable } from "../testing/looks.ts";
import { judge } from "./judge.ts";
import type { Look } from "./look.ts";
import { JudgeState } from "./state.ts";

it("a canary without failures is promoted once there is enough of it, and sooner when little is at stake", () => {
  const few = repeat(2, good);
  expect(after(few)).toMatchObject({ verdict: "hold", rule: "evidence" });
  expect(after(few, { nextShare: 0.05 }).verdict).toBe("promote");
  expect(after(repeat(20, good)).verdict).toBe("promote");
});

it("says how many requests are missing: so many more, and the step is promoted", () => {
  const hold = after(repeat(4, good));
  const missing = hold.findings.find(({ rule }) => rule === "evidence")?.missingRequests ?? 0;
  expect(missing).toBeGreaterThan(0);
  const more = Math.ceil(missing / 50);
  expect(after(repeat(4 + Math.ceil(more * 1.3), good)).verdict).toBe("promote");
  expect(after(repeat(4 + Math.floor(more * 0.6), good)).verdict).toBe("hold");
});

it("a canary that fails every third request is rolled back after some ten of them", () => {
  const looks = Array.from({ length: 40 }, (_, index) =>
    lookAt(index * 60, { stable: [19, 0], canary: [1, index % 3 === 0 ? 1 : 0] }),
  );
  const judgement = after(looks);
  expect(judgement).toMatchObject({ verdict: "rollback", rule: "errors" });
  expect(numberOf(judgement, "errors", "canaryRequests")).toBeLessThanOrEqual(15);
});

it("works without any request of the stable version", () => {
  const failing = repeat(20, { stable: [0, 0], canary: [5, 2] });
  expect(after(failing)).toMatchObject({ verdict: "rollback", rule: "errors" });
  expect(after(repeat(40, { stable: [0, 0], canary: [50, 0] })).verdict).toBe("promote");
});

it("failures of half a minute never roll back alone, however many they are", () => {
  const blip = [...repeat(20, good), ...repeat(2, { stable: [200, 1], canary: [50, 50] }, 300)];
  expect(after(blip)).toMatchObject({ verdict: "hold", rule: "errors" });
  expect(after([...blip, ...repeat(6, { stable: [200, 1], canary: [50, 50] }, 330)]).verdict).toBe(
    "rollback",
  );
});

it("a burst that hits both is nothing that a canary is rolled back for", () => {
  const burst = repeat(8, { stable: [200, 60], canary: [50, 15] }, 300);
  expect(after([...repeat(20, good), ...burst]).verdict).not.toBe("rollback");
});

it("a canary that fails less than a stable version that fails nearly always is not rolled back", () =>
  expect(after(repeat(400, { stable: [200, 180], canary: [50, 25] })).verdict).not.toBe("rollback"));

it("failures of the stable version alone prove nothing in favour of the canary", () => {
  const excess = (looks: readonly Look[]): number => {
    const judgement = after(looks);
    return numberOf(judgement, "evidence", "upperBound") - numberOf(judgement, "evidence", "stableRate");
  };
  const incident = repeat(2, { stable: [200, 120], canary: [50, 0] }, 60);
  expect(excess([...repeat(4, good), ...incident])).toBeCloseTo(excess(repeat(4, good)));
  expect(excess(repeat(12, good))).toBeLessThan(excess(repeat(4, good)));
});

it("no metrics, and counts that make no sense, hold and leave the evidence as it was", () => {
  const before = after(repeat(20, good));
  const without = after([
    ...repeat(20, good),
    ...Array.from({ length: 50 }, (_, i) => unavailable(300 + i * 15)),
  ]);
  expect(without).toMatchObject({ verdict: "hold", rule: "metrics" });
  expect(numberOf(without, "metrics", "looksWithout")).toBe(50);
  expect(numberOf(without, "errors", "eValue")).toBe(numberOf(before, "errors", "eValue"));
  expect(after([...repeat(20, good), lookAt(300, { stable: [5, 9], canary: [5, 0] })]).rule).toBe("metrics");
  expect(after([...repeat(20, good), unavailable(300), lookAt(315, good)]).verdict).toBe("promote");
});

it("its numbers stay finite, however much it sees", () => {
  const much: Seen = { stable: [1e9, 0], canary: [1e9, 1e9], parts: [0, 0, 0, 1] };
  let state = judge.start(demands);
  for (const look of [
    ...repeat(4, good),
    ...repeat(60, much, 60),
    ...repeat(60, { ...good, stable: [1e9, 1e9] }, 960),
  ]) {
    state = judge.look(state, look);
    expect(v.is(JudgeState, JSON.parse(JSON.stringify(state)))).toBe(true);
    for (const { numbers } of judge.judgement(state).findings)
      for (const number of Object.values(numbers))
        expect(number === null || Number.isFinite(number)).toBe(true);
  }
});

const seen = fc.record({
  stable: fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 20 })),
  canary: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 })),
});

it("a state that was stored and read again judges the same, to the last digit", () =>
  fc.assert(
    fc.property(fc.array(fc.option(seen), { minLength: 1, maxLength: 60 }), (looks) => {
      let kept = judge.start(demands, 0.1);
      let stored = kept;
      for (const [index, one] of looks.entries()) {
        const look = one ? lookAt(index * 15, one) : unavailable(index * 15);
        kept = judge.look(kept, look);
        stored = v.parse(JudgeState, JSON.parse(JSON.stringify(judge.look(stored, look))));
        if (index % 10 === 9) [kept, stored] = [judge.nextStep(kept, 0.5), judge.nextStep(stored, 0.5)];
        expect(JSON.stringify(judge.judgement(stored))).toBe(JSON.stringify(judge.judgement(kept)));
      }
    }),
    { numRuns: 50 },
  ));
