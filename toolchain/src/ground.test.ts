import { expect, test } from "vitest";
import { atLeast } from "./ground.ts";

test.each([
  ["1.26.8", "1.26.6", true],
  ["1.26.6", "1.26.6", true],
  ["1.9.9", "1.26.6", false],
  ["2.0", "1.26.6", true],
  ["3.11.7", "3.9.0", true],
])("%s is at least %s: %s", (version, least, expected) => {
  expect(atLeast(version, least)).toBe(expected);
});
