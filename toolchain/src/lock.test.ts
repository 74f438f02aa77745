import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "./lock.ts";

test("a run that is killed leaves no lock behind", async () => {
  const place = await mkdtemp(join(tmpdir(), "caravan-lock-"));
  const file = join(place, "lock");
  const program = `import { withLock } from ${JSON.stringify(new URL("lock.ts", import.meta.url).href)};
    await withLock(${JSON.stringify(file)}, () => { console.log("held"); return new Promise(() => setInterval(() => {}, 1e6)); });`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  let waited = false;
  const mine = withLock(
    file,
    async () => "mine",
    () => {
      waited = true;
      holder.kill("SIGKILL");
    },
  );
  expect(await mine).toBe("mine");
  expect(waited).toBe(true);
  await rm(place, { recursive: true });
});
