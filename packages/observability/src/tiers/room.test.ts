import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools, type ToolPaths, until } from "@caravan/toolchain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderTiers } from "./chart.ts";
import { atFreePorts, startProgram } from "./stores.ts";

let tools: ToolPaths;
let folder: string;
let script: string;
beforeAll(async () => {
  tools = await ensureTools(["helm", "busybox"], { log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "caravan-room-"));
  script = join(folder, "room.sh");
  await writeFile(script, (await renderTiers(tools)).files("jaeger")["room.sh"] ?? "");
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Watches `data`; answers whether more traces are taken in. */
const watch = async (data: string, mostMebibytes: number, freeMebibytes: number) => {
  await mkdir(join(folder, data));
  await mkdir(join(folder, `${data}-room`));
  return atFreePorts(1, async ([port = 0]) => {
    const settings = {
      ...{ MOST_MEBIBYTES: mostMebibytes, FREE_MEBIBYTES: freeMebibytes, EVERY: "0.1", PORT: port },
      ...{ DATA: join(folder, data), ROOM: join(folder, `${data}-room`) },
    };
    const env = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const address = `http://127.0.0.1:${port}`;
    await writeFile(join(settings.ROOM, "up"), "yes");
    const args = ["env", ...env, tools.path("busybox"), "sh", script];
    const { stop } = await startProgram(tools.path("busybox"), args, `${address}/up`);
    const hasRoom = async () => (await fetch(`${address}/room`)).ok;
    return { hasRoom, stop };
  });
};

it("no more traces are taken in above the size that the chart says, until a part of them has gone", async () => {
  const { hasRoom, stop } = await watch("growing", 3, 1);
  const file = join(folder, "growing", "spans");
  const becomes = (room: boolean) =>
    until(`room is ${room}`, async () => ((await hasRoom()) === room ? true : undefined));
  await becomes(true);
  await writeFile(file, Buffer.alloc(4 << 20, 1));
  await becomes(false);
  await rm(file);
  await becomes(true);
  await stop();
});

it("no more traces are taken in when less of the disk is free than the chart says: others share it", async () => {
  const { hasRoom, stop } = await watch("shared", 4_096, 1 << 30);
  expect(await hasRoom()).toBe(false);
  await stop();
});
