import { deployedApps } from "@caravan/toolchain";
import { Command } from "commander";
import { applyPart } from "../dev/apply.ts";
import { watchBundles, writeBundles } from "../dev/bundles.ts";
import { runTilt } from "../dev/tilt.ts";
import { runningCluster } from "../embedded.ts";
import { openSession, type Session } from "../session.ts";
import { currentTarget } from "../target/target.ts";
import { up } from "./up.ts";

/** The running system; brought up first if none runs. */
const ensureUp = async (): Promise<Session> => {
  if ((await currentTarget()).embedded && !(await runningCluster())) await up();
  return openSession();
};

export const devCommand = (): Command =>
  new Command("dev")
    .description("Tilt on the same cluster: an edit serves within seconds; Ctrl-C leaves everything running")
    .option("--ci", "without a page or a terminal: ends with 0 when everything is up")
    .option("--stream", "the log in the terminal, without Tilt's prompt")
    .action(async (options: { ci?: boolean; stream?: boolean }) => {
      const session = await ensureUp();
      process.exitCode = await runTilt(session, options);
      if (process.exitCode === 0)
        console.log("Everything still runs, in development images. Back to the real ones: ./caravan up");
    })
    .addCommand(applyCommand(), { hidden: true })
    .addCommand(bundlesCommand(), { hidden: true });

/** Called by the Tiltfile to apply a part. */
const applyCommand = (): Command =>
  new Command("apply")
    .description("apply one part from the working tree; for the Tiltfile")
    .argument("<part>", "an app, data, mesh or components")
    .action(async (part: string) => {
      const yaml = await applyPart(await openSession(), part);
      if (yaml !== "") console.log(yaml);
    });

/** Run by the Tiltfile beside the apps. */
const bundlesCommand = (): Command =>
  new Command("bundles")
    .description("bundle every app into apps/<app>/dist; for the Tiltfile")
    .option("--watch", "and again at every edit of its sources")
    .action(async ({ watch }: { watch?: boolean }) => {
      const apps = deployedApps();
      if (!watch) return writeBundles(apps);
      const end = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => end.abort());
      await watchBundles(apps, (line) => console.log(line), end.signal);
    });
