import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { root } from "../harness/shop.ts";

/** Without faults, and with little patience: what is broken does not mend itself by waiting. */
const short = [
  "--seed",
  "3",
  "--orders",
  "40",
  "--buyers",
  "8",
  "--no-faults",
  "--no-skew",
  "--no-canaries",
  "--replicas",
  "1",
  "--patience",
  "30",
];

const defects = [
  ["inbox", "that takes every event for an old one", /[1-9][0-9]* orders without an end/],
  ["outbox", "that deletes events unpublished", /[1-9][0-9]* orders without an end/],
  ["compensation", "that leaves the goods away", /FAIL stock is committed for orders that are paid/],
] as const;
/** Each takes two minutes: `./caravan test --long` has them all. */
const tried = process.env.CARAVAN_LONG === "1" ? defects : defects.slice(-1);

describe("the checks find what comes of", () => {
  it.each(tried)("an %s %s", async (what, _, found) => {
    const { exitCode, stdout } = await execa("./caravan", ["chaos", ...short, "--break", what], {
      cwd: root,
      stdin: "ignore",
      stderr: "inherit",
      reject: false,
    });
    console.log(stdout);
    expect(exitCode, stdout).toBe(1);
    expect(stdout).toMatch(found);
  });
  it("and the whole shop mends it afterwards", () => expectCleanBooks(280));
});
