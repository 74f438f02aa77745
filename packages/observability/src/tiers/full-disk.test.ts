import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools, until } from "@caravan/toolchain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderTiers } from "./chart.ts";
import { ask, post, startStore } from "./stores.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-full-disk-"));
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const minute = () => new Date(Date.now() - 60_000);
const stores = [
  {
    program: "victoria-metrics",
    deployments: ["victoria-metrics", "victoria-metrics-warm"],
    write: (at: string, name: string) =>
      post(`${at}/api/v1/import/prometheus`, `${name} 1 ${minute().getTime()}`),
    read: (at: string) => ask(`${at}/api/v1/series`, { "match[]": '{__name__=~"before|after"}' }),
  },
  {
    program: "victoria-logs",
    deployments: ["victoria-logs", "victoria-logs-warm"],
    write: (at: string, name: string) =>
      post(`${at}/insert/jsonline`, JSON.stringify({ _time: minute().toISOString(), _msg: name })),
    read: (at: string) => ask(`${at}/select/logsql/query`, { query: "_time:5m" }),
  },
] as const;

it.each(stores)(
  "$program takes nothing in when less of the disk is free than the chart says, and goes on answering",
  async ({ program, deployments, write, read }) => {
    const tools = await ensureTools(["helm", program], { log: () => {} });
    const chart = await renderTiers(tools);
    const bound = /^(-storage\.minFreeDiskSpaceBytes)=\S+$/;
    const flags = deployments.map((name) => chart.flags(name).find((flag) => bound.test(flag)));
    expect(flags).not.toContain(undefined);
    const data = join(folder, program);
    const roomy = await startStore(tools, program, data);
    await write(roomy.address, "before");
    await roomy.stop();
    const full = await startStore(tools, program, data, flags[0]?.replace(bound, "$1=1000TiB") ?? "");
    await until("it refuses", () =>
      write(full.address, "after").then(
        () => undefined,
        () => true,
      ),
    );
    const answer = await read(full.address);
    expect(answer).toContain("before");
    expect(answer).not.toContain("after");
    await full.stop();
  },
  120_000,
);
