import { instance } from "@caravan/cluster";
import { openMesh } from "@caravan/operations/weights";
import { statusReport, statusTable } from "@caravan/operations/workloads";
import { interruptible, showProgress } from "@caravan/terminal";
import { deployedApps } from "@caravan/toolchain";
import { exclusively, stopNode } from "@caravan/toolchain/cluster";
import { Command } from "commander";
import { runningCluster, upClusterOnly, upEmbedded } from "../embedded.ts";
import { upExternal } from "../external/up-external.ts";
import { shopServes } from "../platform/bring-up.ts";
import { openSession, requireEmbedded } from "../session.ts";
import { embedded, rememberCurrent } from "../target/remembered.ts";
import { currentTarget } from "../target/target.ts";

interface UpOptions {
  yes?: boolean;
  registry?: string;
  clusterOnly?: string;
  observability?: boolean;
}

/** Brings everything up on the target cluster, and prints the workloads. */
export const up = async ({
  yes = false,
  registry,
  clusterOnly,
  observability = false,
}: UpOptions = {}): Promise<void> => {
  if (clusterOnly !== undefined || observability) await requireEmbedded();
  const target = await currentTarget();
  const progress = showProgress();
  let startedHere = false;
  const cleanUp = async () => {
    if (startedHere) await stopNode(instance);
    const running = !target.embedded || (await runningCluster()) !== undefined;
    const state = startedHere
      ? "The node this run had started is stopped again; what was built is kept."
      : running
        ? "What ran before still runs, perhaps with half of the changes."
        : "Nothing runs; what was built is kept.";
    console.error(
      `\nInterrupted. ${state}\n./caravan up goes on from here, ./caravan down stops everything.`,
    );
  };
  await exclusively(instance.lock, "up", () =>
    interruptible(async (signal) => {
      if (!target.embedded)
        return upExternal({ ...target, yes, registry: registry ?? target.registry }, progress, signal);
      const booted = () => {
        startedHere = true;
      };
      const run = { progress, signal, booted, observability };
      if (clusterOnly !== undefined) return upClusterOnly(run, clusterOnly);
      const { shop } = await upEmbedded(run);
      const apps = deployedApps();
      if (apps.includes("storefront"))
        await progress.step("the shop answers", () => shopServes(shop, signal));
    }, cleanUp),
  );
  const { kube, shop } = await openSession();
  if (clusterOnly !== undefined)
    return console.log(`\nThe cluster:  export KUBECONFIG=${kube.kubeconfig}\n\n${nextByHand}`);
  console.log(
    `\n${statusTable(await statusReport(kube, shop, openMesh(kube)))}\n\nThe shop:  ${shop}\n\n${next}`,
  );
};

const next = `Try next:
  ./caravan open                            the shop in a browser
  ./caravan canary inventory --weight 10    a second version beside the first, with 10 % of the traffic
  ./caravan status                          this table again, with what each part uses
  ./caravan logs order -f                   what a service says
  ./caravan down                            stop; data is kept`;

const nextByHand = "Install the shop on it with kubectl and helm: docs/install-with-helm.md";

export const upCommand = (): Command =>
  new Command("up")
    .description("bring the whole shop up: cluster, mesh, data stores, apps")
    .option(
      "--context <name>",
      "on an existing cluster, a context of your kubeconfig; it becomes the current one",
    )
    .option("--yes", "also when that context does not look like a development cluster")
    .option("--registry <prefix>", "push the images there, for a cluster that cannot load images directly")
    .option(
      "--observability",
      "with what watches the shop: metrics, logs, traces, alerts (./caravan observe)",
    )
    .option(
      "--cluster-only <folder>",
      "the embedded cluster without the shop, and in this folder the values that an installation with Helm needs",
    )
    .action(async (options: UpOptions & { context?: string }) => {
      if (options.context === embedded) await rememberCurrent(embedded);
      await up(options);
    });
