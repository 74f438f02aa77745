import { type AppImageOptions, ensureTools, type ToolName, Trouble } from "@caravan/toolchain";
import { type Addresses, lockHolder } from "@caravan/toolchain/cluster";
import { embeddedKube, instance, loadAppImages, runningCluster } from "./embedded.ts";
import { contextKube, rememberedContext } from "./external/context.ts";
import { loadInto } from "./external/load-images.ts";
import { shopAddress } from "./external/shop-address.ts";
import type { AppImage } from "./platform/apps.ts";
import type { Kube } from "./platform/kube.ts";

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
 * Connects to the embedded cluster if it runs, else to the cluster that `up --context` was last used on.
 *
 * @param tools made sure of first
 * @throws Trouble when there is neither
 */
export async function openSession(tools: readonly ToolName[] = ["kubectl", "helm"]): Promise<Session> {
  const addresses = await runningCluster();
  if (addresses) {
    const { binDir } = await ensureTools(tools);
    const loadApps: Session["loadApps"] = async (apps, options) =>
      loadAppImages(apps, (await ensureTools(["ctr"])).binDir, options);
    return { kube: embeddedKube([binDir]), addresses, shop: addresses.shop, loadApps };
  }
  const context = await rememberedContext();
  if (!context) throw await notRunning();
  const { binDir } = await ensureTools(tools);
  const kube = contextKube(context, [binDir]);
  return {
    kube,
    shop: await shopAddress(kube),
    loadApps: (apps, options) => loadInto(context, apps, options),
  };
}

async function notRunning(): Promise<Trouble> {
  const holder = await lockHolder(instance.lock);
  const wait =
    holder && `"caravan ${holder.command}" is at work: process ${holder.pid}, since ${holder.since}.`;
  return new Trouble("No cluster of this checkout runs.", [wait ?? "Start it: ./caravan up"]);
}

/**
 * Connects to the embedded cluster, for what needs its own network and processes.
 *
 * @throws Trouble when it does not run
 */
export async function openEmbedded(tools?: readonly ToolName[]): Promise<Session & { addresses: Addresses }> {
  const session = await openSession(tools);
  const { addresses } = session;
  if (!addresses) throw new Trouble("This works on the embedded cluster only.", ["Start it: ./caravan up"]);
  return { ...session, addresses };
}
