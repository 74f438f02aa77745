import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { releaseCommand } from "./release.ts";

const folder = mkdtempSync(join(tmpdir(), "release-"));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const run = async (...args: string[]) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  log.mockClear();
  await releaseCommand().parseAsync(args, { from: "user" });
  const code = process.exitCode ?? 0;
  return { code, text: log.mock.calls.flat().join("\n") };
};

test("lint says every fault with its line and ends with 1; a plan without one ends with 0", async () => {
  const bad = await run("lint", file("user.yaml", "service: order\nafter: soon"));
  expect(bad.code).toBe(1);
  expect(bad.text).toMatch(/user\.yaml:1:1 service: .*\n.*\n.*user\.yaml:2:1 after: /);
  process.exitCode = undefined;
  expect(await run("lint", file("order.yaml", "service: order"))).toEqual({
    code: 0,
    text: "The plan has no fault.",
  });
});

test("the plans of this repository have no fault", async () => expect((await run("lint")).code).toBe(0));

test("verify-log and replay refuse what is no log, by its line", async () => {
  const log = file("order.jsonl", "{}\n");
  for (const command of ["verify-log", "replay"]) {
    const { code, text } = await run(command, log, "--json");
    expect([code, JSON.parse(text)]).toMatchObject([1, { sound: false, line: 1 }]);
  }
});

test("import writes a plan that lint accepts, and never over another file", async () => {
  const canary = file(
    "canary.yaml",
    "kind: Canary\nmetadata: { name: order }\nspec: { targetRef: { name: order } }",
  );
  const out = join(folder, "order-new.yaml");
  expect((await run("import", canary, "--out", out)).text).toMatch(/plan of order/);
  expect(readFileSync(out, "utf8")).toMatch(/^service: order$/m);
  await expect(run("import", canary, "--out", out)).rejects.toThrow(/is there already/);
  await expect(run("import", file("pod.yaml", "kind: Pod"))).rejects.toThrow(/pod\.yaml: .*no Canary/);
  await expect(run("import", join(folder, "none.yaml"))).rejects.toThrow(/none\.yaml: there is no such file/);
});
