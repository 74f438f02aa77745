import { rm } from "node:fs/promises";
import { instance } from "@caravan/cluster";
import { confirm } from "@caravan/terminal";
import { ensureTools } from "@caravan/toolchain";
import { exclusively, releaseSlot, stopNode } from "@caravan/toolchain/cluster";
import { Command } from "commander";
import { contextKube } from "../external/context.ts";
import { describeRemoval, planRemoval, remove } from "../external/removal.ts";
import { forgetContext } from "../target/remembered.ts";
import { currentTarget, type Target } from "../target/target.ts";

interface DownOptions {
  wipe?: boolean;
  yes?: boolean;
}

/** Stops the embedded cluster and, with --wipe, deletes its data. No other cluster is touched. */
export const stopEmbedded = async ({ wipe }: { wipe: boolean }): Promise<void> => {
  await stopNode(instance);
  if (!wipe) return;
  await releaseSlot(instance);
  await rm(instance.directory, { recursive: true, force: true });
};

/** Removes the shop from an existing cluster, after a confirmation: only objects with our label. */
const leave = async (
  target: Exclude<Target, { embedded: true }>,
  { wipe = false, yes = false }: DownOptions,
): Promise<string> => {
  const { binDir } = await ensureTools(["kubectl", "helm"]);
  const kube = contextKube(target, [binDir]);
  const removal = await planRemoval(kube, wipe);
  await confirm(describeRemoval(removal), yes);
  await remove(kube, removal);
  if (!wipe) return `Stopped. Data is kept: ./caravan up --context ${target.context} brings it back.`;
  await forgetContext(target.context);
  return "The shop is removed from that cluster. Commands use the embedded cluster again.";
};

const down = async (options: DownOptions): Promise<void> => {
  const target = await currentTarget();
  await exclusively(instance.lock, "down", async () => {
    if (!target.embedded) return console.log(await leave(target, options));
    await stopEmbedded({ wipe: options.wipe ?? false });
    console.log(
      options.wipe
        ? "Stopped; data, secrets and images are removed."
        : "Stopped. Data is kept: ./caravan up brings it back.",
    );
  });
};

export const downCommand = (): Command =>
  new Command("down")
    .description("stop the cluster and everything in it; data stays unless wiped")
    .option("--wipe", "also remove the data stores' data, secrets and imported images")
    .option("--yes", "do not ask before the shop is removed from an existing cluster")
    .action(down);
