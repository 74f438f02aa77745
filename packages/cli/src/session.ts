import type { Kube } from "@caravan/cluster";
import { instance, requireInstalled } from "@caravan/cluster";
import { type AppImageOptions, ensureTools, type ToolName, Trouble } from "@caravan/toolchain";
import { type Addresses, lockHolder } from "@caravan/toolchain/cluster";
import { embeddedKube, loadAppImages, runningCluster } from "./embedded.ts";
import { contextKube } from "./external/context.ts";
import { loadInto } from "./external/load-images.ts";
import { shopAddress } from "./external/shop-address.ts";
import type { AppImage } from "./platform/apps.ts";
import { readRemembered } from "./target/remembered.ts";
import { currentTarget } from "./target/target.ts";

/** The running system of this checkout, ready for commands. */
export interface Session {
  kube: Kube;
  /** Where the shop is served. */
  shop: string;
  /** Of the embedded cluster; a cluster that was there before has none. */
  addresses?: Addresses;
  /** Builds images of apps from the working tree and brings them to where the cluster finds them. */
  loadApps(apps: readonly string[], options?: AppImageOptions): Promise<AppImage[]>;
}

/**
 * Connects to the one cluster that commands mean: the current one, or that of `--context`.
 *
 * @param tools made sure of first
 * @throws Trouble when the embedded cluster is meant and does not run, or the shop is not installed on the one that is meant
 */
export async function openSession(tools: readonly ToolName[] = ["kubectl", "helm"]): Promise<Session> {
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
}

async function openNode(tools: readonly ToolName[]): Promise<Session & { addresses: Addresses }> {
  const addresses = await runningCluster();
  if (!addresses) throw await notRunning();
  const { binDir } = await ensureTools(tools);
  const loadApps: Session["loadApps"] = async (apps, options) =>
    loadAppImages(apps, (await ensureTools(["ctr"])).binDir, options);
  return { kube: embeddedKube([binDir]), addresses, shop: addresses.shop, loadApps };
}

async function notRunning(): Promise<Trouble> {
  const holder = await lockHolder(instance.lock);
  const wait =
    holder && `"caravan ${holder.command}" is at work: process ${holder.pid}, since ${holder.since}.`;
  const others = Object.keys((await readRemembered()).contexts);
  return new Trouble("The embedded cluster of this checkout does not run.", [
    wait ?? "Start it: ./caravan up",
    ...(others.length > 0 ? [`Or mean another cluster: ./caravan use ${others.join(" | ")}`] : []),
  ]);
}

/** @throws Trouble when another cluster than the embedded one is meant */
export async function requireEmbedded(): Promise<void> {
  const target = await currentTarget();
  if (target.embedded) return;
  throw new Trouble(`This works on the embedded cluster only, and context ${target.context} is meant.`, [
    "Say that you mean the embedded one: --context embedded",
  ]);
}

/**
 * Connects to the embedded cluster, for what needs its own network and processes.
 *
 * @throws Trouble when another cluster is meant, or it does not run
 */
export async function openEmbedded(
  tools: readonly ToolName[] = ["kubectl", "helm"],
): Promise<Session & { addresses: Addresses }> {
  await requireEmbedded();
  return openNode(tools);
}
