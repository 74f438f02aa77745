import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { installRelease, type Release, repositoryAndTag } from "@caravan/cluster";
import { linkEnvironment } from "@caravan/operations/workloads";
import { checkout, declaredServices, deployedApps, scheduledApps, Trouble } from "@caravan/toolchain";
import { isObserved, spansEndpoint } from "./observability.ts";
import { bankAddresses, bankOrigin, namespaceOf } from "./partners.ts";

/** Everything that has an image: the apps that serve, and those that run on a schedule. */
export const appsWithImages = (): string[] => [...deployedApps(), ...scheduledApps()];

/**
 * Checks the name of an app that was typed.
 *
 * @param apps the apps it may be; those that serve by default
 * @throws Trouble naming the apps there are
 */
export const appNamed = (name: string, apps: readonly string[] = deployedApps()): string => {
  if (apps.includes(name)) return name;
  throw new Trouble(`There is no app "${name}".`, [`The apps are: ${apps.join(", ")}.`]);
};

/** An app's image, by name and tag. */
export interface AppImage {
  app: string;
  /** `localhost/caravan/order` */
  name: string;
  tag: string;
  /** Made for Tilt: its files may be written, and it drains at once. */
  development?: true;
}

/** The image of an app that a reference names. */
export const imageAt = (app: string, reference: string): AppImage => {
  const { repository: name, tag } = repositoryAndTag(reference);
  return { app, name, tag };
};

/** In a development shop all shoppers, proofs and benchmarks come from a few addresses, which are not limited. */
const developmentLimits = { GUESTS_PER_HOUR: "1000000", SIGN_INS_PER_MINUTE: "6000" };

/** Whether pages of an app link to traces and dashboards. */
export const showsEvidence = ({ app }: AppImage): boolean =>
  declaredServices().some(({ name, weighs }) => name === app && weighs);

/** The environment of an app by the shop's address, and for a development shop, whose images are built here. */
const environmentOf = ({ app, name }: AppImage, shop: string): Record<string, string> => {
  if (app === "user" && name.startsWith("localhost/")) return developmentLimits;
  if (app === "bank") return { PUBLIC_ORIGIN: bankOrigin(shop) };
  if (app === "storefront") return { PAYMENT_PAGE_ORIGIN: bankOrigin(shop) };
  return {};
};

/** Which of an image's migrations run with it, when not all do: as values of charts/service. */
export interface Migration {
  readonly heldBack?: readonly string[] | undefined;
  readonly named?: string | undefined;
}

/** What an app says of itself for the one chart. */
export const valuesFile = (app: string): string => join(checkout, `charts/values/${app}.yaml`);

/**
 * The release of an app, or of its canary, from the one chart; of an app that runs on a schedule from its own.
 *
 * @param shop the shop's origin
 * @param options.observed it sends its spans to what watches the shop, and shows what waits in the broker
 * @param options.replicas pods of this version, when there are several; default as its values say
 * @param options.links addresses of what watches the shop, for the pages that show evidence
 */
export const appRelease = (
  image: AppImage,
  shop: string,
  {
    canary = false,
    observed = false,
    migration = {},
    links = {},
    replicas = 1,
  }: {
    canary?: boolean;
    observed?: boolean;
    migration?: Migration;
    links?: Readonly<Record<string, string>>;
    replicas?: number | undefined;
  } = {},
): Release => {
  const { app, name, tag, development } = image;
  const namespace = namespaceOf(app);
  const imageValues = { repository: name, tag };
  if (scheduledApps().includes(app))
    return {
      ...{ name: app, namespace, chart: join(checkout, "charts", app) },
      values: { image: imageValues, ...(observed ? { watch: { enabled: true } } : {}) },
    };
  const values = { name: app, image: imageValues, env: { ...environmentOf(image, shop), ...links } };
  return {
    name: canary ? `${app}-canary` : app,
    namespace,
    chart: join(checkout, "charts/service"),
    // A service that is new, or that has another contract, upgrades no other one.
    unread: (file) => /^(routes|topics)\//.test(file) && !file.endsWith(`/${app}.json`),
    valueFiles: [valuesFile(app)],
    values: {
      ...values,
      ...(app === "bank" ? { partner: { pageAddresses: bankAddresses(shop) } } : {}),
      ...(canary ? { canary: { enabled: true } } : {}),
      ...(replicas > 1 ? { replicas } : {}),
      ...(Object.keys(migration).length > 0 ? { migration } : {}),
      ...(observed && namespace === "shop" ? { otlp: { endpoint: spansEndpoint } } : {}),
      ...(development ? { development, drainSeconds: 0 } : {}),
    },
  };
};

/**
 * Installs or upgrades one app and waits until its new pods serve; of one that runs on a schedule there are none yet.
 *
 * @param options.observed whether the shop is watched; default as it is now
 */
export const installApp = async (
  kube: Kube,
  image: AppImage,
  shop: string,
  deployed: Map<string, string>,
  {
    canary = false,
    observed = isObserved(deployed),
    ...options
  }: { canary?: boolean; observed?: boolean; migration?: Migration; replicas?: number | undefined } = {},
): Promise<boolean> => {
  const links = observed && showsEvidence(image) ? await linkEnvironment(kube) : {};
  const release = appRelease(image, shop, { ...options, canary, observed, links });
  const changed = await installRelease(kube, release, deployed);
  if (!scheduledApps().includes(image.app))
    await kube.rolledOut(namespaceOf(image.app), `deploy/${image.app}${canary ? "-v2" : ""}`);
  return changed;
};

/** The databases of the shop: one for each service that migrates its own. */
export const databaseNames = (): string[] =>
  declaredServices().flatMap(({ name, database }) => (database ? [name] : []));

/** The images of MariaDB and Redis, instead of the chart's defaults. */
export interface DataImages {
  mariadb: { repository: string; tag: string };
  redis: { repository: string; tag: string };
}

/** What MariaDB's and Redis' chart has to know of a cluster. */
export const dataValues = (images: DataImages | undefined, storageClassName: string) => ({
  storageClassName,
  ...(images ? { mariadb: { image: images.mariadb }, redis: { image: images.redis } } : {}),
});

/** Installs MariaDB and Redis and waits until both serve. */
export const installData = async (
  kube: Kube,
  images: DataImages | undefined,
  storageClassName: string,
  deployed: Map<string, string>,
): Promise<void> => {
  const values = dataValues(images, storageClassName);
  await installRelease(
    kube,
    { name: "data", namespace: "shop-data", chart: join(checkout, "charts/data"), values },
    deployed,
  );
  await Promise.all(
    ["statefulset/mariadb", "statefulset/redis"].map((name) => kube.rolledOut("shop-data", name)),
  );
};
