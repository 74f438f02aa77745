import { instance } from "@caravan/cluster";
import { openMesh } from "@caravan/operations/weights";
import { alertLines, statusReport, statusTable } from "@caravan/operations/workloads";
import { Command } from "commander";
import { openSession } from "../session.ts";

export const statusCommand = (): Command =>
  new Command("status")
    .description(
      "what runs: version, readiness, restarts, canary weight, CPU, memory, and with --observability traffic and alerts",
    )
    .option("--json", "for scripts: shop, kubeconfig, workloads, alerts, observability")
    .action(async ({ json }: { json?: boolean }) => {
      const { kube, addresses, shop } = await openSession();
      const report = await statusReport(kube, shop, openMesh(kube));
      if (json) return console.log(JSON.stringify(report, null, 2));
      console.log(statusTable(report));
      const alerts = alertLines(report);
      if (alerts !== undefined) console.log(`\n${alerts}`);
      const place = addresses
        ? `slot ${addresses.slot}, interface ${addresses.interface}`
        : `context ${kube.context}`;
      console.log(
        `\nshop        ${shop}\nkubeconfig  ${kube.kubeconfig}\ninstance    ${instance.name} (${place})`,
      );
    });
