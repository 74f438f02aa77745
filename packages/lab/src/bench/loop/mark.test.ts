import { expect, test } from "vitest";
import { markOf, withoutMark } from "./mark.ts";

const source = "export const answer = 42;\n";

test("a marked file gets back what it was, to the byte", () => {
  expect(withoutMark(source + markOf("x-loop", "1"))).toBe(source);
});

test("a file without a mark stays as it is", () => {
  expect(withoutMark(source)).toBe(source);
});
