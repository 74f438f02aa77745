import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("shows no values of a call to Redis that failed: the client's errors carry them, a password and whom it was about", () => {
  const program = `import { log } from ${JSON.stringify(new URL("./log.ts", import.meta.url).href)};
    const command = { name: "hello", args: ["3", "AUTH", "flash", "a-password"] };
    log.error({ err: Object.assign(new Error("WRONGPASS"), { command }) }, "Redis cannot be reached");`;
  const env = { ...process.env, LOG_LEVEL: "info" };
  const line = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { env }).toString();
  expect(JSON.parse(line)).toMatchObject({ err: { message: "WRONGPASS", command: { name: "hello" } } });
  expect(line).not.toContain("a-password");
});
