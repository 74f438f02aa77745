import { ReleaseReason, releaseReasonLength, StaffReason, staffReasonLength } from "@caravan/contracts";
import { Command } from "commander";
import * as v from "valibot";
import { expect, test } from "vitest";
import { releaseReason, withReason } from "./options.ts";

test("--help says how long a reason is, and one of another length is refused before anything is asked for", () => {
  const command = withReason(new Command("end").exitOverride().configureOutput({ writeErr: () => {} }));
  expect(command.helpInformation()).toMatch(/3 to\s+200\s+characters/);
  expect(releaseReason("why").description).toContain("1 to 300 characters");
  const parse = (reason: string) => command.parse(["--reason", reason], { from: "user" });
  expect(() => parse("no")).toThrow("It must be at least 3 characters.");
  expect(parse("  it is over ").opts()).toEqual({ reason: "it is over" });
});

test("the lengths are those of the schemas", () => {
  for (const [schema, { least, most }] of [
    [StaffReason, staffReasonLength],
    [ReleaseReason, releaseReasonLength],
  ] as const) {
    const fits = (length: number) => v.is(schema, "x".repeat(length));
    expect([least - 1, least, most, most + 1].map(fits)).toEqual([false, true, true, false]);
  }
});
