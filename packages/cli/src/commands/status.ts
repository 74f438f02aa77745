import { instance } from "@caravan/cluster";
import { Command } from "commander";
import { openSession } from "../session.ts";
import { statusReport } from "../workloads/report.ts";
import { statusTable } from "../workloads/show.ts";

export function statusCommand(): Command {
  return new Command("status")
    .description("what runs: version, readiness, restarts, canary weight, CPU and memory")
    .option("--json", "for scripts: shop, kubeconfig, workloads")
    .action(async ({ json }: { json?: boolean }) => {
      const { kube, addresses, shop } = await openSession();
      const report = await statusReport(kube, shop);
      if (json) return console.log(JSON.stringify(report, null, 2));
      console.log(statusTable(report));
      const place = addresses
        ? `slot ${addresses.slot}, interface ${addresses.interface}`
        : `context ${kube.context}`;
      console.log(
        `\nshop        ${shop}\nkubeconfig  ${kube.kubeconfig}\ninstance    ${instance.name} (${place})`,
      );
    });
}
