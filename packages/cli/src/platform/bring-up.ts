import type { Kube } from "@caravan/cluster";
import { deployedReleases } from "@caravan/cluster";
import type { Progress } from "@caravan/terminal";
import { settle, until } from "@caravan/toolchain";
import {
  type AppImage,
  type DataImages,
  databaseNames,
  installApp,
  installData,
  showsEvidence,
} from "./apps.ts";
import { installDapr } from "./dapr.ts";
import { installGateway, installIstiod, type Origin } from "./istio.ts";
import { installComponents, installMesh } from "./mesh.ts";
import { createNamespaces, type Foreign } from "./node-add-ons.ts";
import { type FindImage, installObservability, isObserved, observabilityRolledOut } from "./observability.ts";
import { applySecrets } from "./secrets.ts";

/** The inputs of an installation, embedded or not. */
export interface Platform {
  kube: Kube;
  progress: Progress;
  /** The shop's origin. */
  shop: string;
  /** The file of secrets for the next boot; none for a cluster that stores them itself. */
  secretsFile?: string;
  istio: Origin;
  dapr: Origin;
  /** The cluster has its own already, which is not changed. */
  foreign?: Foreign;
  /** The embedded cluster: the plain Envoy, port 80 of the node, volumes of the instance. */
  embedded: boolean;
  dataImages?: DataImages;
  storageClassName: string;
  /** Resolves when the platform's images are loaded. */
  platformImages: Promise<unknown>;
  /** Resolves with the images of the apps, loaded as well. */
  appImages: Promise<AppImage[]>;
  /** Resolves with the images of the observability chart; without it that chart is left as it is. */
  observabilityImages?: Promise<FindImage>;
  /** Installs the add-ons of this kind of cluster, such as DNS. */
  addOns?: () => Promise<void>;
}

/** Brings the mesh, Dapr, the data stores and the apps up on a cluster whose API server answers; each part starts as soon as it can. */
export const bringUp = async (platform: Platform): Promise<void> => {
  const { kube, progress, embedded, istio, dapr, appImages } = platform;
  for (const promise of [platform.platformImages, appImages]) promise.catch(() => undefined);
  const databases = databaseNames();
  await progress.step("namespaces and secrets", async () => {
    await createNamespaces(kube, platform.foreign);
    await applySecrets(kube, platform.secretsFile, databases);
  });
  const deployed = await deployedReleases(kube);
  const observed = platform.observabilityImages !== undefined || isObserved(deployed);
  await platform.platformImages;
  const addOns = progress.step("add-ons", platform.addOns ?? (async () => undefined));
  const data = addOns.then(() =>
    databases.length === 0
      ? undefined
      : progress.step("MariaDB and Redis", () =>
          installData(kube, platform.dataImages, platform.storageClassName, deployed),
        ),
  );
  const mesh = platform.foreign?.istio
    ? Promise.resolve()
    : progress.step("Istio", () => installIstiod(kube, { origin: istio, plainEnvoy: embedded, deployed }));
  const gateway = mesh.then(() =>
    progress.step("gateway", () => installGateway(kube, istio, embedded, deployed)),
  );
  gateway.catch(() => undefined);
  const rules = mesh.then(() => progress.step("mesh rules", () => installMesh(kube, deployed, { observed })));
  const sidecars = platform.foreign?.dapr
    ? Promise.resolve()
    : progress.step("Dapr", () => installDapr(kube, dapr, deployed));
  const components = sidecars.then(() =>
    progress.step("Dapr components", () => installComponents(kube, deployed, observed)),
  );
  const base = Promise.all([data, rules, components, addOns]);
  await settle([appImages, base]);
  const { observabilityImages } = platform;
  const installed =
    observabilityImages &&
    base.then(async () =>
      installObservability(kube, await observabilityImages, platform.storageClassName, deployed),
    );
  const watching =
    installed &&
    progress.step("metrics, logs, traces and alerts", async () => {
      await installed;
      await observabilityRolledOut(kube);
    });
  const running = (await appImages).map((image) =>
    progress.step(image.app, async () => {
      // Its pages link to what watches the shop, whose addresses are known then.
      if (showsEvidence(image)) await installed?.catch(() => undefined);
      return installApp(kube, image, platform.shop, deployed, { observed });
    }),
  );
  await settle([...running, gateway, watching]);
};

/** Polls the shop's front page until it answers 200. */
export const shopServes = async (shop: string, signal?: AbortSignal): Promise<void> => {
  const ask = async () => {
    const { status } = await fetch(shop, { signal: AbortSignal.timeout(5000) });
    if (status !== 200) throw new Error(`status ${status}`);
    return true;
  };
  const patience = { timeoutSeconds: 180, intervalMilliseconds: 300, despiteFaults: true };
  await until(`the shop at ${shop} serves its first page`, ask, { ...patience, signal });
};
