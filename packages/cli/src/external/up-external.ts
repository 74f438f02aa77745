import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { deployedReleases } from "@caravan/cluster";
import type { Progress } from "@caravan/terminal";
import { goModuleDir, moduleVersion, pins } from "@caravan/toolchain";
import { appsWithImages } from "../platform/apps.ts";
import { bringUp } from "../platform/bring-up.ts";
import { checkNamespaces } from "../platform/node-add-ons.ts";
import { rememberCurrent } from "../target/remembered.ts";
import { openContext } from "./context.ts";
import { imageLoader, loadInto } from "./load-images.ts";

export interface ExternalOptions {
  context: string;
  kubeconfig: string;
  yes: boolean;
  registry?: string | undefined;
}

const anywhere = async (kube: Kube, label: string): Promise<boolean> => {
  const names = await kube.kubectl(["get", "deployments", "--all-namespaces", "-l", label, "-o", "name"]);
  return names !== "";
};

/** Brings the shop up on an existing cluster: also Istio and Dapr, from the pinned charts, if they are missing. */
export const upExternal = async (
  options: ExternalOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const kube = await openContext(options, options.yes, signal);
  await imageLoader(options.context, options.registry);
  const [hasIstio, hasDapr, deployed] = await Promise.all([
    anywhere(kube, "app=istiod"),
    anywhere(kube, "app=dapr-operator"),
    deployedReleases(kube),
  ]);
  const foreign = {
    istio: hasIstio && !deployed.has("istio-system/istiod"),
    dapr: hasDapr && !deployed.has("dapr-system/dapr"),
  };
  await checkNamespaces(kube, foreign);
  const { context, kubeconfig, registry } = options;
  await rememberCurrent(context, { kubeconfig, ...(registry ? { registry } : {}) });
  const appImages = progress.step("images of the apps", async () => loadInto(options, appsWithImages()));
  const [istio, dapr] = await Promise.all([goModuleDir("istio"), goModuleDir("dapr")]);
  await bringUp({
    kube,
    progress,
    // The bank's page is reached by a port-forward there: kubectl -n outside port-forward service/bank 8090:8080
    shop: "http://localhost",
    istio: {
      charts: join(istio, "manifests/charts"),
      values: { global: { hub: "istio", tag: pins.istioRelease } },
    },
    dapr: { charts: join(dapr, "charts/dapr"), values: { global: { tag: moduleVersion("dapr").slice(1) } } },
    foreign,
    embedded: false,
    storageClassName: "",
    platformImages: Promise.resolve(),
    appImages,
  });
};
