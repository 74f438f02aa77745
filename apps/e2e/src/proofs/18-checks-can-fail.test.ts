import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { root } from "../harness/shop.ts";

/** Without faults, and with short waits: a planted fault does not recover with time. */
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
  ["inbox", "that treats every event as applied", /[1-9][0-9]* orders without an end/],
  ["outbox", "that deletes events unpublished", /[1-9][0-9]* orders without an end/],
  ["compensation", "that does not return the goods", /FAIL stock is committed for orders that are paid/],
] as const;
// Each takes two minutes: they are part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("the checks find the effect of", () => {
  it.each(defects)("an %s %s", async (what, _, found) => {
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
  it("and the sound shop recovers afterwards", () => expectCleanBooks(280));
});
