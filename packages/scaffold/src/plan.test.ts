import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkout } from "@caravan/toolchain";
import { afterAll, describe, expect, it } from "vitest";
import { type PlannedFile, planService } from "./plan.ts";

const plan = planService(checkout, "wishlist");
const contentOf = (files: readonly PlannedFile[], path: string) =>
  files.find((file) => file.path === path)?.content ?? "";

describe("the plan of a new service", () => {
  it("adds files in three places and enters the contract in two", () => {
    const places = new Set(
      plan.added.map(({ path }) => path.replace(/^apps\/wishlist\/.*/, "apps/wishlist")),
    );
    expect([...places].sort()).toEqual([
      "apps/wishlist",
      "charts/values/wishlist.yaml",
      "packages/contracts/src/wishlist.ts",
    ]);
    expect(plan.changed.map(({ path }) => path)).toEqual([
      "packages/contracts/src/index.ts",
      "packages/contracts/src/apis.ts",
    ]);
  });

  it("leaves nothing of the template's own name or imports", () => {
    for (const { path, content } of plan.added) {
      expect(`${path}\n${content}`).not.toMatch(/sample|#contracts|\.\.\/contracts\/src/i);
      expect(path).not.toMatch(/node_modules|contracts\.ts$/);
    }
    expect(JSON.parse(contentOf(plan.added, "apps/wishlist/package.json"))).toMatchObject({
      name: "@caravan/wishlist",
      dependencies: { "@caravan/contracts": "workspace:*" },
    });
  });

  it("enters the contract where it belongs, and changes nothing else", () => {
    for (const { path, content } of plan.changed) {
      const lines = readFileSync(join(checkout, path), "utf8").split("\n");
      const entered = content.split("\n").filter((line) => !lines.includes(line));
      expect(content.split("\n").filter((line) => !entered.includes(line))).toEqual(lines);
      expect(entered.join("\n")).toMatch(/^.*\.\/wishlist\.ts.*(\n {2}wishlist: wishlistRoutes,)?$/);
    }
  });
});

describe("what is made", () => {
  const folder = mkdtempSync(join(tmpdir(), "caravan-scaffold-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is formatted and sorted for names of any length, once Biome has been over it", () => {
    for (const name of ["ab", "averylongnameofservice"]) {
      for (const { path, content } of planService(checkout, name).added) {
        const file = join(folder, name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
      writeFileSync(join(folder, name, "biome.json"), readFileSync(join(checkout, "biome.json")));
      const biome = (...args: string[]) =>
        execFileSync(
          join(checkout, "node_modules/.bin/biome"),
          ["check", "--vcs-enabled=false", ...args, "."],
          {
            cwd: join(folder, name),
            stdio: "pipe",
          },
        );
      biome("--write");
      biome("--error-on-warnings");
    }
  });
});

describe("a name that no service can have is refused in words", () => {
  it.each([
    ["", "it is empty"],
    ["e2e", "apps/e2e is there already"],
    ["order", "apps/order is there already"],
    ["database", "packages/database is there already"],
    ["money", "packages/contracts/src/money.ts is there already"],
    ["mesh", "mesh/ is a folder of the checkout"],
    ["Hello", "not made of the letters a to z alone"],
    ["two-words", "not made of the letters a to z alone"],
    ["../up", "not made of the letters a to z alone"],
    ["x", "it does not have 2 to 22 letters"],
    ["abcdefghijklmnopqrstuvw", "it does not have 2 to 22 letters"],
    ["data", "the release of MariaDB and Redis has this name"],
    ["orders", "its routes would begin like /v1/orders of another service"],
    ["callbacks", "its routes would begin like /v1/callbacks/"],
  ])("%j: %s", (name, says) => expect(() => planService(checkout, name)).toThrow(says));
});
