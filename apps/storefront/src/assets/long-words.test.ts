import { foundation } from "@caravan/pages";
import { expect, test } from "vitest";
import { forms } from "./style-forms.ts";
import { frame } from "./style-frame.ts";

/** The declarations of exactly these selectors. */
const rule = (selectors: string): string =>
  `${foundation}${frame}`.split("\n").find((line) => line.startsWith(`${selectors} {`)) ?? "";

test("a long word in a heading wraps before the page scrolls sideways", () => {
  expect(rule("h1, h2, h3")).toContain("overflow-wrap: anywhere;");
});

test("the welcome heading, which always fits, is never broken within a word", () => {
  expect(rule(".welcome h1")).toContain("overflow-wrap: normal;");
});

test("on a narrow phone a coupon or an address has the whole width, and what became of it stands below", () => {
  expect(forms).toContain(
    "@media (max-width: 30rem) { .book > li { grid-template-columns: minmax(0, 1fr); }",
  );
});
