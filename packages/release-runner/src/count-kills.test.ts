import { expect, test } from "vitest";
import { countKills } from "./count-kills.ts";

const pod = (name: string, times: number) => ({
  ...{ pod: name, version: name.slice(0, 2), times },
  last: "OOMKilled (exit code 137)",
});
const last = "v2-a: OOMKilled (exit code 137)";

test("restarts count from the first reading on, by version, and only news of v2 is told", () => {
  const count = countKills();
  expect(count([pod("v1-a", 4), pod("v2-a", 2)])).toBeUndefined();
  expect(count([pod("v1-a", 5), pod("v2-a", 2)])).toBeUndefined();
  expect(count([pod("v1-a", 5), pod("v2-a", 3)])).toEqual({ v1: 1, v2: 1, last });
  expect(count([pod("v1-a", 5), pod("v2-a", 3)])).toBeUndefined();
});

test("a pod that is gone takes nothing back, and a new one counts from zero", () => {
  const count = countKills();
  count([pod("v2-a", 3)]);
  expect(count([pod("v2-b", 0)])).toBeUndefined();
  expect(count([pod("v2-b", 1), pod("v2-a", 3)])).toMatchObject({ v2: 4 });
});
