import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as v from "valibot";
import { expect, it } from "vitest";

const fixture = fileURLToPath(new URL("testing/marked-journey.fixture.ts", import.meta.url));

it("logs hold no e-mail address, name, password, token or street, not even when everything fails", async () => {
  const env = { ...process.env, LOG_LEVEL: "debug", NODE_ENV: "production" };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [fixture], { env });
  const marks = v.parse(v.pipe(v.string(), v.parseJson(), v.array(v.string())), stderr);
  expect(marks.length).toBeGreaterThan(7);
  expect(stdout).toContain("the disk is full");
  expect(stdout, "who asked whose address is known").toMatch(/"userId":"usr_[^}]*looked up an account/);
  expect(stdout.split("\n").length).toBeGreaterThan(5);
  for (const mark of marks) expect(stdout).not.toContain(mark);
});
