import { expect, test } from "vitest";
import { markOf, withoutMark } from "./mark.ts";

const source = "export const answer = 42;\n";

test("a marked file is restored byte for byte", () => {
  expect(withoutMark(source + markOf("x-loop", "1"))).toBe(source);
});

test("a file without a mark is unchanged", () => {
  expect(withoutMark(source)).toBe(source);
});
