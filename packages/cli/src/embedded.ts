import { embeddedKube, instance, repositoryAndTag } from "@caravan/cluster";
import type { Progress } from "@caravan/terminal";
import {
  type AppImageOptions,
  buildAppImages,
  buildObservabilityImages,
  ensureTools,
  type ImageArchive,
} from "@caravan/toolchain";
import {
  type Addresses,
  bootNode,
  connectContainerd,
  daprAuthority,
  heldSlot,
  leadToBank,
  nodeRuns,
  requireHost,
  takeSlot,
} from "@caravan/toolchain/cluster";
import { type AppImage, appsWithImages } from "./platform/apps.ts";
import { bringUp, type Platform } from "./platform/bring-up.ts";
import type { Origin } from "./platform/istio.ts";
import { installNodeAddOns } from "./platform/node-add-ons.ts";
import { type FindImage, observabilityPrograms } from "./platform/observability.ts";
import { writeSite } from "./platform/site.ts";
import { gatherSupplies, imageNamed, type Supplies } from "./supplies.ts";

/** The addresses of the running cluster; undefined when none runs. */
export const runningCluster = async (): Promise<Addresses | undefined> => {
  const [runs, addresses] = await Promise.all([nodeRuns(instance), heldSlot(instance)]);
  return runs ? addresses : undefined;
};

/** Dapr's chart with the certificate authority of this boot. */
const withAuthority = async ({ charts, values }: Origin): Promise<Origin> => {
  const { root, issuer, issuerKey } = await daprAuthority(instance.run);
  const tls = { root: { certPEM: root }, issuer: { certPEM: issuer, keyPEM: issuerKey } };
  return { charts, values: { ...values, dapr_sentry: { ...Object(values.dapr_sentry), tls } } };
};

/** How a run of `up` on the embedded cluster reports and is stopped. */
export interface EmbeddedRun {
  progress: Progress;
  signal: AbortSignal;
  /** Called when this run is the one that starts the node. */
  booted: () => void;
  /** With what watches the shop. */
  observability?: boolean;
}

/** Boots the node if it does not run, and brings everything up on it. */
export const upEmbedded = async (run: EmbeddedRun): Promise<Addresses> => {
  const { addresses, platform, forgetOldImages } = await openPlatform(run);
  await bringUp(platform);
  await forgetOldImages();
  return addresses;
};

/** Boots the node if it does not run, with DNS, volumes and all images, and writes the values for Helm into a folder. */
export const upClusterOnly = async (run: EmbeddedRun, folder: string): Promise<void> => {
  const { platform, dapr } = await openPlatform(run);
  await platform.platformImages;
  await platform.addOns?.();
  // Dapr makes its own authority there, as on any cluster.
  await writeSite({ ...platform, dapr }, folder);
};

const openPlatform = async ({ progress, signal, booted, observability = false }: EmbeddedRun) => {
  const running = await runningCluster();
  if (!running) await requireHost(instance);
  const supplies = await gatherSupplies();
  const addresses = running ?? (await takeSlot(instance));
  const { binDir } = supplies;
  const kube = embeddedKube([binDir], signal);
  let imagesReady: Promise<void> = Promise.resolve();
  if (!running) {
    booted();
    const node = await progress.step("node", () =>
      bootNode({ instance, addresses, binDir, pause: imageNamed(supplies.images, "pause"), signal }),
    );
    await progress.step("API server", () => node.api);
    imagesReady = node.images;
  }
  await leadToBank(addresses);
  const platformImages = imagesReady.then(() =>
    progress.step("images of the platform", async () => {
      const containerd = await connectContainerd(instance.run, binDir, signal);
      return containerd.load([...supplies.images.values()]);
    }),
  );
  const appImages = imagesReady.then(() =>
    progress.step("images of the apps", async () => loadAppImages(appsWithImages(), binDir, {}, signal)),
  );
  const watching = observability ? loadObservability(imagesReady, signal) : undefined;
  watching?.catch(() => undefined);
  const platform: Platform = {
    kube,
    ...(watching && { observabilityImages: watching.then(findIn) }),
    progress,
    shop: addresses.shop,
    secretsFile: instance.secrets,
    istio: supplies.istio,
    dapr: await withAuthority(supplies.dapr),
    embedded: true,
    dataImages: {
      mariadb: repositoryAndTag(imageNamed(supplies.images, "mariadb").reference),
      redis: repositoryAndTag(imageNamed(supplies.images, "redis").reference),
    },
    storageClassName: "caravan-local",
    platformImages,
    appImages,
    addOns: async () => {
      const corednsImage = imageNamed(supplies.images, "coredns").reference;
      await installNodeAddOns(kube, { data: instance.data, dnsAddress: addresses.dnsAddress, corednsImage });
      await kube.rolledOut("kube-system", "deploy/coredns");
    },
  };
  const forgetOldImages = async () => {
    if (running) return;
    const platform = [...supplies.images.values(), ...((await watching)?.values() ?? [])];
    await forgetImages(platform, await appImages, binDir, signal);
  };
  return { addresses, platform, dapr: supplies.dapr, forgetOldImages };
};

/** Builds what watches the shop, while the shop itself comes up, and brings the images into the node. */
const loadObservability = async (
  imagesReady: Promise<void>,
  signal: AbortSignal,
): Promise<Supplies["images"]> => {
  const tools = await ensureTools([...observabilityPrograms, "ctr"]);
  const images = await buildObservabilityImages(tools, observabilityPrograms);
  await imagesReady;
  const containerd = await connectContainerd(instance.run, tools.binDir, signal);
  await containerd.load([...images.values()]);
  return images;
};

const findIn =
  (images: Supplies["images"]): FindImage =>
  (name) =>
    repositoryAndTag(imageNamed(images, name).reference);

/** Removes images of earlier builds from the node's store; after a fresh boot nothing uses them. */
const forgetImages = async (
  platform: readonly ImageArchive[],
  apps: readonly AppImage[],
  binDir: string,
  signal: AbortSignal,
): Promise<void> => {
  const wanted = new Set([
    ...platform.map(({ reference }) => reference),
    ...apps.map(({ name, tag }) => `${name}:${tag}`),
  ]);
  const containerd = await connectContainerd(instance.run, binDir, signal);
  const present = [...(await containerd.images())].filter((reference) =>
    reference.startsWith("localhost/caravan/"),
  );
  await containerd.remove(
    "images",
    present.filter((reference) => !wanted.has(reference)),
  );
};

/** Builds the images of these apps from the working tree and loads them into the node. */
export const loadAppImages = async (
  apps: readonly string[],
  binDir: string,
  options: AppImageOptions = {},
  signal?: AbortSignal,
): Promise<AppImage[]> => {
  const built = await buildAppImages(apps, options);
  const containerd = await connectContainerd(instance.run, binDir, signal);
  await containerd.load(built);
  return built.map(({ name, reference }) => {
    const { repository, tag } = repositoryAndTag(reference);
    return { app: name, name: repository, tag, ...(options.development && { development: true }) };
  });
};
