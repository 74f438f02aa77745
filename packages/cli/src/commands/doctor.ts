import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { styleText } from "node:util";
import { instance } from "@caravan/cluster";
import { readContainerUse } from "@caravan/observability";
import { sizingAdvice, sizingTable } from "@caravan/operations/workloads";
import { table } from "@caravan/terminal";
import { availableMemory, checkout, describeTools } from "@caravan/toolchain";
import { lockHolder } from "@caravan/toolchain/cluster";
import { Command } from "commander";
import { runningCluster } from "../embedded.ts";
import { openObservability, requireDuration } from "../observability.ts";
import { openSession } from "../session.ts";
import { currentTarget, targetName } from "../target/target.ts";

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

const machine = async (): Promise<[string, string][]> => {
  const { bavail, bsize } = await statfs(checkout);
  const [cluster, holder] = [await runningCluster(), await lockHolder(instance.lock)];
  return [
    ["system", `${process.platform} ${process.arch}, ${process.getuid?.() === 0 ? "root" : "not root"}`],
    ["memory", `${gib(await availableMemory())} free of ${gib(totalmem())}`],
    ["disk", `${gib(bavail * bsize)} free`],
    ["state", instance.directory],
    ["current", targetName(await currentTarget())],
    ["cluster", cluster ? `runs in slot ${cluster.slot}: ${cluster.shop}` : "does not run"],
    ["command", holder ? `${holder.command}, process ${holder.pid} since ${holder.since}` : "none runs"],
  ];
};

interface Options {
  readonly json?: boolean;
  readonly resources?: boolean;
  readonly since: string;
}

const showResources = async (since: string, json = false): Promise<void> => {
  requireDuration(since);
  const { kube } = await openSession(["kubectl"]);
  const uses = await readContainerUse((await openObservability(kube)).metrics, since);
  if (json)
    return console.log(
      JSON.stringify(
        uses.map((use) => ({ ...use, advice: sizingAdvice(use) })),
        null,
        2,
      ),
    );
  console.log(sizingTable(uses));
  console.log(
    `\nOver the last ${since}; of several pods, the one that used most. CPU: not exceeded in 95 of 100 moments. Memory: the most.`,
  );
};

export const doctorCommand = (): Command =>
  new Command("doctor")
    .description("each tool: its version, its source, whether it fits the pin; and the machine")
    .option(
      "--resources",
      "instead: what each container asks for, and what it used (with up --observability)",
    )
    .option("--since <time>", "how far back --resources looks, such as 15m or 2d", "1h")
    .option("--json", "for scripts")
    .action(async ({ json, resources, since }: Options) => {
      if (resources) return showResources(since, json);
      const tools = await describeTools();
      const facts = await machine();
      const missing = tools.filter(({ fits, optional }) => !fits && !optional);
      if (missing.length > 0) process.exitCode = 1;
      if (json) return console.log(JSON.stringify({ machine: Object.fromEntries(facts), tools }, null, 2));
      const mark = (fits: boolean, optional: boolean) =>
        fits
          ? styleText("green", "yes", { stream: process.stdout })
          : optional
            ? "when needed"
            : styleText("red", "no", { stream: process.stdout });
      const rows = tools.map((tool) => [
        tool.name,
        tool.version ?? "-",
        tool.pin ?? "any",
        tool.from,
        mark(tool.fits, tool.optional),
      ]);
      console.log(table(["TOOL", "VERSION", "PIN", { name: "FROM", cut: "start" }, "FITS"], rows));
      console.log(`\n${table(["MACHINE", ""], facts)}`);
      if (missing.length > 0)
        console.log(`\n./caravan up installs or builds: ${missing.map(({ name }) => name).join(", ")}`);
    });
