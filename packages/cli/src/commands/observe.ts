import { pages } from "@caravan/observability";
import { Command } from "commander";
import { execa } from "execa";
import { openObservability } from "../observability.ts";
import { openSession } from "../session.ts";

const shown = ["dashboards", "metrics", "alerts", "logs", "traces"] as const;

export const observeCommand = (): Command =>
  new Command("observe")
    .description("open what watches the shop: dashboards, metrics, alerts, logs, traces")
    .option("--json", "for scripts: the address of each")
    .action(async ({ json }: { json?: boolean }) => {
      const { kube } = await openSession(["kubectl"]);
      const addresses = pages(await openObservability(kube));
      if (json) return console.log(JSON.stringify(addresses, null, 2));
      for (const name of shown) console.log(`${name.padEnd(12)}${addresses[name]}`);
      if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
      await execa("xdg-open", [addresses.dashboards ?? ""], { reject: false });
    });
