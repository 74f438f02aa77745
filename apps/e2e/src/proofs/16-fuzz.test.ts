import { apis } from "@caravan/contracts/apis";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { pairsOf } from "../harness/pairs.ts";
import { root } from "../harness/shop.ts";

const examples = process.env.CARAVAN_LONG === "1" ? "25" : "6";

const expectSound = async (service: string) => {
  const { exitCode, all } = await execa("./caravan", ["fuzz", service, "--examples", examples], {
    cwd: root,
    stdin: "ignore",
    reject: false,
    all: true,
  });
  expect(exitCode, all).toBe(0);
};

const title = "%s answers random valid and invalid requests without a 5xx, and replies as documented";
describe("every OpenAPI document that the shop serves", () => {
  // The fuzzer uses one core, the service a part of the other one.
  for (const pair of pairsOf(Object.keys(apis)))
    describe(pair.join(" and "), () => void it.concurrent.each(pair)(title, expectSound));
  it("keeps every invariant", () => expectCleanBooks());
});
