import { ensureTools } from "@caravan/toolchain";
import { deployedReleases } from "../platform/releases.ts";
import { contextKube, forgetContext, rememberedContext } from "./context.ts";

const namespaces = ["shop", "outside", "shop-data"];

/**
 * Takes the shop off the cluster that `up --context` put it on: its releases, and with `wipe` its namespaces and data. Istio and Dapr stay,
 * since others may use them by now. Nothing happens when no context is remembered.
 */
export async function leaveContext(wipe: boolean): Promise<void> {
  const context = await rememberedContext();
  if (!context) return;
  const { binDir } = await ensureTools(["kubectl", "helm"]);
  const kube = contextKube(context, [binDir]);
  const ours = [...(await deployedReleases(kube)).keys()].map((key) => key.split("/"));
  for (const [namespace = "", name = ""] of ours) {
    if (namespaces.includes(namespace))
      await kube.helm(["uninstall", name, "--namespace", namespace, "--wait"]);
  }
  if (wipe) await kube.kubectl(["delete", "namespace", ...namespaces, "--ignore-not-found"]);
  await forgetContext();
}
