import type { Kube } from "@caravan/cluster";
import { deployedReleases, everyEnvoy, requireIstiod } from "@caravan/cluster";
import { canaryCluster, setWeight } from "@caravan/mesh";
import { showProgress } from "@caravan/terminal";
import { Trouble } from "@caravan/toolchain";
import type { Session } from "../session.ts";
import { installApp } from "./apps.ts";
import { openMesh } from "./mesh.ts";

/** Whether an app has a second version beside the first. */
export const canaryRuns = async (kube: Kube, app: string): Promise<boolean> =>
  (await deployedReleases(kube)).has(`shop/${app}-canary`);

/** Builds an app from the working tree and runs it as v2 beside v1, without any traffic. */
export const deployCanary = async ({ kube, shop, loadApps }: Session, app: string): Promise<void> => {
  const progress = showProgress();
  const [image] = await progress.step(`image of ${app}`, () => loadApps([app]));
  if (!image) throw new Error(`no image of ${app} was built`);
  const deployed = await deployedReleases(kube);
  await progress.step(`${app} v2`, () => installApp(kube, image, shop, deployed, { canary: true }));
};

/**
 * Gives all traffic to v1, and removes v2 once no Envoy sends requests to it any more.
 *
 * @throws Trouble when istiod is down or an Envoy is not up to date: v2 stays then
 */
export const removeCanary = async (kube: Kube, app: string, seconds = 60): Promise<void> => {
  await requireIstiod(kube);
  await shiftWeight(kube, app, 0);
  const cluster = canaryCluster(await openMesh(kube).list(), app) ?? "";
  const late = await everyEnvoy(kube, "dynamic_route_configs", (said) => !said.includes(cluster), seconds);
  if (late.length > 0)
    throw new Trouble(
      `These Envoys may still send requests to v2 of ${app}, so it stays: ${late.join(", ")}.`,
      ["Once they are up to date, run this again: ./caravan status"],
    );
  if (await canaryRuns(kube, app))
    await kube.helm(["uninstall", `${app}-canary`, "--namespace", "shop", "--wait"]);
};

/**
 * Gives v2 of an app its share of the traffic, in thousandths.
 *
 * @throws Trouble when no route is split
 */
export const shiftWeight = async (kube: Kube, app: string, weight: number): Promise<void> => {
  if ((await setWeight(openMesh(kube), app, weight)) > 0) return;
  throw new Trouble(`No route of the mesh is split between v1 and v2 of ${app}.`, [
    "Its chart (charts/service) has one; apply it with: ./caravan up",
  ]);
};
