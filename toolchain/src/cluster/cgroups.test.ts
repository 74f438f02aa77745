import { expect, test } from "vitest";
import { ownGroup } from "./cgroups.ts";

const mixed = "9:name=systemd:/user.slice\n4:memory:/limits/abc\n2:cpu,cpuacct:/\n0::/init.scope\n";

test("the caller's group is found by controller, also where two share a hierarchy", () => {
  expect(ownGroup(mixed, "memory")).toBe("/limits/abc");
  expect(ownGroup(mixed, "cpuacct")).toBe("/");
  expect(ownGroup(mixed, "systemd")).toBe("/user.slice");
});

test("a controller the host does not have is no group", () => {
  expect(ownGroup(mixed, "blkio")).toBeUndefined();
});
