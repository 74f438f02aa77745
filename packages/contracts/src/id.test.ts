import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { newIdOf } from "./cohort.ts";
import { newId, OrderId } from "./id.ts";

afterEach(() => void vi.useRealTimers());

const idsOf = (count: number, make = (): string => newId("ord")): string[] =>
  Array.from({ length: count }, make);
const inOrder = (ids: readonly string[]): boolean =>
  ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ""));

test("ids sort in the order of their making, within one millisecond, past the end of its count, and when the clock goes back", () => {
  vi.useFakeTimers();
  const made = idsOf(10_000);
  vi.setSystemTime(Date.now() - 60_000);
  made.push(...idsOf(10));
  vi.setSystemTime(Date.now() + 120_000);
  made.push(...idsOf(10));
  expect(inOrder(made)).toBe(true);
  expect(made.every((id) => v.is(OrderId, id))).toBe(true);
});

test("so do the ids of what belongs to customers of several cohorts", () => {
  const owners = idsOf(3, () => newId("gst"));
  expect(
    inOrder(idsOf(2_000, () => newIdOf("ord", owners[Math.floor(Math.random() * 3)] ?? "", "staff"))),
  ).toBe(true);
});

test("an id tells the time of its making", () => {
  vi.useFakeTimers({ now: Date.now() + 3_600_000 });
  expect(Number.parseInt(newId("ord").slice(4).replace("-", "").slice(0, 12), 16)).toBe(Date.now());
});
