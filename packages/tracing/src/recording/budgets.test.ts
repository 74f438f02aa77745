import { expect, it } from "vitest";
import { budgets } from "./budgets.ts";

it("so many a second are allowed for each reason, and slow ones take no room from those that fail", () => {
  let now = 5_200;
  const may = budgets({ fault: 2, slow: 1 }, () => now);
  expect([may("slow"), may("slow")]).toEqual([true, false]);
  const faults = () => [may("fault"), may("fault"), may("fault")];
  expect(faults()).toEqual([true, true, false]);
  now = 5_900;
  expect([may("fault"), may("slow")]).toEqual([false, false]);
  now = 6_000;
  expect([...faults(), may("slow")]).toEqual([true, true, false, true]);
});
