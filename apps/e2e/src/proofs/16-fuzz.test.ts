import { apis } from "@caravan/contracts/apis";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { root } from "../harness/shop.ts";

describe("every OpenAPI document that the shop serves", () => {
  it.each(Object.keys(apis))(
    "%s answers random valid and invalid requests without a 5xx, and replies as documented",
    async (app) => {
      const { exitCode, all } = await execa("./caravan", ["fuzz", app, "--examples", "12"], {
        cwd: root,
        stdin: "ignore",
        reject: false,
        all: true,
      });
      expect(exitCode, all).toBe(0);
    },
  );
  it("keeps every invariant", () => expectCleanBooks());
});
