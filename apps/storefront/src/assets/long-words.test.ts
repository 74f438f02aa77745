import { expect, test } from "vitest";
import { foundation } from "./style-foundation.ts";
import { frame } from "./style-frame.ts";

/** What is declared for exactly these selectors. */
const rule = (selectors: string): string =>
  `${foundation}${frame}`.split("\n").find((line) => line.startsWith(`${selectors} {`)) ?? "";

test("a long word in a heading, as of a search, breaks before the page scrolls sideways", () => {
  expect(rule("h1, h2, h3")).toContain("overflow-wrap: anywhere;");
});

test("the welcome, which is ours and fits, is never broken within a word", () => {
  expect(rule(".welcome h1")).toContain("overflow-wrap: normal;");
});
