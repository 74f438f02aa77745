import { deployedReleases } from "@caravan/cluster";
import { benchCommand as commandOf } from "@caravan/lab/bench";
import { deployedApps, settle } from "@caravan/toolchain";
import type { Command } from "commander";
import { installApp } from "../platform/apps.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openEmbedded, requireEmbedded } from "../session.ts";

/** The apps of this checkout, as `up` installs them on a shop that is up. */
const installCheckout = async () => {
  const { kube, shop, loadApps } = await openEmbedded();
  const images = await loadApps(deployedApps());
  const deployed = await deployedReleases(kube);
  await settle(images.map((image) => installApp(kube, image, shop, deployed)));
  return images.map(({ app, name, tag }) => ({
    ...{ app, namespace: namespaceOf(app), reference: `${name}:${tag}` },
  }));
};

export const benchCommand = (): Command =>
  commandOf({ requireEmbedded, open: openEmbedded, installCheckout });
