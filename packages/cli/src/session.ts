import type { Kube } from "@caravan/cluster";
import { embeddedKube, instance, requireInstalled } from "@caravan/cluster";
import { type AppImageOptions, ensureTools, type ToolName, Trouble } from "@caravan/toolchain";
import { type Addresses, lockHolder } from "@caravan/toolchain/cluster";
import { loadAppImages, runningCluster } from "./embedded.ts";
import { contextKube } from "./external/context.ts";
import { loadInto } from "./external/load-images.ts";
import { shopAddress } from "./external/shop-address.ts";
import type { AppImage } from "./platform/apps.ts";
import { readRemembered } from "./target/remembered.ts";
import { currentTarget } from "./target/target.ts";

/** The running system of this checkout, ready for commands. */
export interface Session {
  kube: Kube;
  /** The shop's origin. */
  shop: string;
  /** Of the embedded cluster; an existing cluster has none. */
  addresses?: Addresses;
  /** Builds images of apps from the working tree and loads them into the cluster. */
  loadApps(apps: readonly string[], options?: AppImageOptions): Promise<AppImage[]>;
}

/**
 * Connects to the target cluster: the current one, or that of `--context`.
 *
 * @param tools installed first
 * @throws Trouble when the target is the embedded cluster and does not run, or the shop is not installed on the target
 */
export const openSession = async (tools: readonly ToolName[] = ["kubectl", "helm"]): Promise<Session> => {
  const target = await currentTarget();
  if (target.embedded) return openNode(tools);
  const { binDir } = await ensureTools([...new Set<ToolName>([...tools, "kubectl"])]);
  const kube = contextKube(target, [binDir]);
  await requireInstalled(kube);
  return {
    kube,
    shop: await shopAddress(kube),
    loadApps: (apps, options) => loadInto(target, apps, options),
  };
};

const openNode = async (tools: readonly ToolName[]): Promise<Session & { addresses: Addresses }> => {
  const addresses = await runningCluster();
  if (!addresses) throw await notRunning();
  const { binDir } = await ensureTools(tools);
  const loadApps: Session["loadApps"] = async (apps, options) =>
    loadAppImages(apps, (await ensureTools(["ctr"])).binDir, options);
  return { kube: embeddedKube([binDir]), addresses, shop: addresses.shop, loadApps };
};

const notRunning = async (): Promise<Trouble> => {
  const holder = await lockHolder(instance.lock);
  const wait =
    holder && `"caravan ${holder.command}" is running: process ${holder.pid}, since ${holder.since}.`;
  const others = Object.keys((await readRemembered()).contexts);
  return new Trouble("The embedded cluster of this checkout does not run.", [
    wait ?? "Start it: ./caravan up",
    ...(others.length > 0 ? [`Or choose another cluster: ./caravan use ${others.join(" | ")}`] : []),
  ]);
};

/** @throws Trouble when the target is not the embedded cluster */
export const requireEmbedded = async (): Promise<void> => {
  const target = await currentTarget();
  if (target.embedded) return;
  throw new Trouble(`This works on the embedded cluster only, and the target is context ${target.context}.`, [
    "Choose the embedded one: --context embedded",
  ]);
};

/**
 * Connects to the embedded cluster, for work that needs its network and processes.
 *
 * @throws Trouble when the target is another cluster, or it does not run
 */
export const openEmbedded = async (
  tools: readonly ToolName[] = ["kubectl", "helm"],
): Promise<Session & { addresses: Addresses }> => {
  await requireEmbedded();
  return openNode(tools);
};
