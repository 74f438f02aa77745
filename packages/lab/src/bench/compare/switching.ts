import { join } from "node:path";
import { changeRelease, type Kube, repositoryAndTag, settleRelease } from "@caravan/cluster";
import { checkout, type ImageArchive, settle, Trouble, until } from "@caravan/toolchain";

/** An image of an app that is installed. */
export interface InstalledApp {
  readonly app: string;
  readonly namespace: string;
  /** `localhost/caravan/order:7525474696be` */
  readonly reference: string;
}

/** An app whose images differ. */
export interface Differing extends InstalledApp {
  /** The image of A; `reference` is B's. */
  readonly other: string;
  /** What the release counts as installed from, with B's image. */
  readonly digest: string;
}

/** What is switched, and what cannot be: apps that only one side has. */
export interface Switching {
  readonly apps: readonly Differing[];
  readonly onlyB: readonly string[];
  readonly onlyA: readonly string[];
}

/**
 * Picks the apps to switch: those whose image is another one.
 *
 * @param releases `namespace/name` → digest
 * @throws Trouble when there is none, or a second version of an app runs beside the first
 */
export const planSwitching = (
  installed: readonly InstalledApp[],
  others: readonly Pick<ImageArchive, "name" | "reference">[],
  releases: ReadonlyMap<string, string>,
): Switching => {
  const canary = [...releases.keys()].find((name) => name.endsWith("-canary"));
  if (canary !== undefined)
    throw new Trouble(`${canary} runs beside the first version, so neither side would be measured alone.`, [
      "End its release first, or: ./caravan canary <app> --off",
    ]);
  const other = new Map(others.map(({ name, reference }) => [name, reference]));
  const apps = installed.flatMap((one) => {
    const reference = other.get(one.app);
    const digest = releases.get(`${one.namespace}/${one.app}`) ?? "";
    return reference === undefined || reference === one.reference
      ? []
      : [{ ...one, other: reference, digest }];
  });
  if (apps.length === 0)
    throw new Trouble("Both sides have the same images: no code that runs in the shop differs.", [
      "Settings of charts and mesh are this checkout's on both sides.",
    ]);
  const here = new Set(installed.map(({ app }) => app));
  return {
    apps,
    onlyB: installed.filter(({ app }) => !other.has(app)).map(({ app }) => app),
    onlyA: [...other.keys()].filter((app) => !here.has(app)),
  };
};

/** Which image an app has on a side, and what its release counts as installed from: with A's image as nothing that `up` would skip. */
export const imageOn = (
  side: "A" | "B",
  { reference, other, digest }: Differing,
): { readonly reference: string; readonly digest: string } =>
  side === "B" ? { reference, digest } : { reference: other, digest: "compared" };

type Reached = Pick<Kube, "kubectl" | "helm" | "rolledOut" | "shared">;

const chart = join(checkout, "charts/service");

/**
 * Gives each app the image of a side, by the chart and with the values of this checkout, and waits until no pod of another image is left. No
 * migration runs: those of B have run, and A's code runs on their schema.
 */
export const switchTo = async (
  kube: Reached,
  side: "A" | "B",
  apps: readonly Differing[],
  signal?: AbortSignal,
): Promise<void> => {
  const turn = async (one: Differing): Promise<void> => {
    const { app, namespace } = one;
    const { reference, digest } = imageOn(side, one);
    await settleRelease(kube, namespace, app); // of an interrupted switch
    const image = repositoryAndTag(reference);
    await changeRelease(kube, { name: app, namespace, chart }, { image }, { hooks: false, digest });
    await kube.rolledOut(namespace, `deploy/${app}`);
    await until(
      `pods of ${app} with another image end`,
      async () => (await runsOnly(kube, one, reference)) || undefined,
      {
        ...{ timeoutSeconds: 180, intervalMilliseconds: 500, signal },
      },
    );
  };
  await settle(apps.map(turn));
};

/** Whether all pods of an app have this image, those that are ending too. */
const runsOnly = async (
  kube: Reached,
  { app, namespace }: InstalledApp,
  reference: string,
): Promise<boolean> => {
  const path = `jsonpath={.items[*].spec.containers[?(@.name=="${app}")].image}`;
  const wanted = ["-l", `app=${app}`, "--field-selector=status.phase=Running", "-o", path];
  const said = await kube.kubectl(["-n", namespace, "get", "pods", ...wanted]);
  const images = said.split(/\s+/).filter((image) => image !== "");
  return images.length > 0 && images.every((image) => image === reference);
};
