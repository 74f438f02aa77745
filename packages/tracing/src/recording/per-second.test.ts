import { expect, it } from "vitest";
import { perSecond } from "./keep-parts.ts";

it("so many a second are allowed", () => {
  let now = 5_200;
  const may = perSecond(2, () => now);
  const allowed = () => [may(), may(), may()];
  expect(allowed()).toEqual([true, true, false]);
  now = 5_900;
  expect(may()).toBe(false);
  now = 6_000;
  expect(allowed()).toEqual([true, true, false]);
});
