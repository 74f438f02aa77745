import fc from "fast-check";
import { expect, it } from "vitest";
import { draw, strikes } from "./draw.ts";

it("draws the same for the same seed, kind and key, whatever was drawn before", () => {
  expect(draw(7, "decline", "pay_1")).toBe(0.9902883240931821);
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.string(), { minLength: 1 }), (seed, keys) => {
      const first = keys.map((key) => draw(seed, "kind", key));
      const backwards = keys.toReversed().map((key) => draw(seed, "kind", key));
      expect(backwards.toReversed()).toEqual(first);
      for (const drawn of first) expect(drawn >= 0 && drawn < 1).toBe(true);
    }),
  );
});

it("strikes no key at 0, every key at 1, about that share in between, and others with another seed or kind", () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `key ${i}`);
  const struck = (rate: number, seed = 1, kind = "lost") =>
    keys.filter((key) => strikes(rate, seed, kind, key));
  expect(struck(0)).toEqual([]);
  expect(struck(1)).toEqual(keys);
  expect(struck(0.2).length / keys.length).toBeCloseTo(0.2, 1);
  expect(struck(0.2, 2)).not.toEqual(struck(0.2));
  expect(struck(0.2, 1, "late")).not.toEqual(struck(0.2));
  expect(struck(0.1).every((key) => strikes(0.2, 1, "lost", key))).toBe(true);
});
