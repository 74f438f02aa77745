import { expect, it } from "vitest";
import { openCurrentRules } from "./current-rules.ts";
import type { Promotion } from "./domain/promotion.ts";

it("rules are read once for all that ask within a moment", async () => {
  let reads = 0;
  const known: Promotion[] = [];
  const read = async () => {
    reads += 1;
    return known;
  };
  const current = openCurrentRules({ rules: read }, () => new Date());
  expect(await Promise.all([current(), current(), current()])).toEqual([known, known, known]);
  expect(await current()).toBe(known);
  expect(reads).toBe(1);
});
