import { rm } from "node:fs/promises";
import { exclusively, releaseSlot, stopNode } from "@caravan/toolchain/cluster";
import { Command } from "commander";
import { instance } from "../embedded.ts";
import { leaveContext } from "../external/leave-context.ts";

/** Stops the cluster and, when asked to, forgets everything it kept. */
export async function stopEverything({ wipe }: { wipe: boolean }): Promise<void> {
  await stopNode(instance);
  await leaveContext(wipe);
  if (!wipe) return;
  await releaseSlot(instance);
  await rm(instance.directory, { recursive: true, force: true });
}

export function downCommand(): Command {
  return new Command("down")
    .description("stop the cluster and everything in it; data stays unless wiped")
    .option("--wipe", "also remove the data stores' data, secrets and imported images")
    .action(async ({ wipe = false }: { wipe?: boolean }) => {
      await exclusively(instance.lock, "down", () => stopEverything({ wipe }));
      console.log(
        wipe
          ? "Stopped; data, secrets and images are removed."
          : "Stopped. Data is kept: ./caravan up brings it back.",
      );
    });
}
