import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const run = (program: string): string => {
  const source = `import { log } from ${JSON.stringify(new URL("./log.ts", import.meta.url).href)}; ${program}`;
  const env = { ...process.env, LOG_LEVEL: "info" };
  return execFileSync(process.execPath, ["--input-type=module", "--eval", source], { env }).toString();
};

it("writes lines in blocks, within a moment, and the last ones when the process exits", () => {
  const lines = run(`import { readFileSync } from "node:fs";
    const writes = () => Number(/syscw: (\\d+)/.exec(readFileSync("/proc/self/io", "utf8"))[1]);
    const before = writes();
    for (let line = 0; line < 1000; line += 1) log.info("a line");
    setTimeout(() => { log.info({ writes: writes() - before }, "written"); process.exit(0); }, 200);`);
  const parsed = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(parsed).toHaveLength(1001);
  expect(parsed.at(-1).writes).toBeGreaterThan(0);
  expect(parsed.at(-1).writes).toBeLessThan(200);
});

it("shows no values of a call to Redis that failed: the client's errors carry them, a password and whom it was about", () => {
  const line = run(`
    const command = { name: "hello", args: ["3", "AUTH", "flash", "a-password"] };
    log.error({ err: Object.assign(new Error("WRONGPASS"), { command }) }, "Redis cannot be reached");`);
  expect(JSON.parse(line)).toMatchObject({ err: { message: "WRONGPASS", command: { name: "hello" } } });
  expect(line).not.toContain("a-password");
});
