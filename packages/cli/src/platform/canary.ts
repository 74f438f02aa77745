import type { Kube } from "@caravan/cluster";
import { deployedReleases, requireIstiod, restoreMinimum } from "@caravan/cluster";
import { clearWeight, type Move, moveWeight, type Ports, type Stage } from "@caravan/mesh";
import { openTraffic } from "@caravan/operations/weights";
import { showProgress } from "@caravan/terminal";
import { Trouble } from "@caravan/toolchain";
import type { Session } from "../session.ts";
import { installApp, valuesFile } from "./apps.ts";

/** Whether an app has a second version beside the first. */
export const canaryRuns = async (kube: Kube, app: string): Promise<boolean> =>
  (await deployedReleases(kube)).has(`shop/${app}-canary`);

/** Builds an app from the working tree and runs it as v2 beside v1, without any traffic. */
export const deployCanary = async ({ kube, shop, loadApps }: Session, app: string): Promise<void> => {
  const progress = showProgress();
  const [image] = await progress.step(`image of ${app}`, () => loadApps([app]));
  if (!image) throw new Error(`no image of ${app} was built`);
  const deployed = await deployedReleases(kube);
  await progress.step(`${app} v2 is ready beside v1`, () =>
    installApp(kube, image, shop, deployed, { canary: true }),
  );
};

/** What a move of traffic works on, and who is told of it. */
type Moving = Parameters<typeof moveWeight>[3] & { readonly traffic?: Ports };

/**
 * Gives all traffic to v1, and removes v2 once no Envoy sends requests to it any more.
 *
 * @throws Trouble when istiod is down, v1 has no ready pod, or an Envoy may still send requests to v2: it stays then
 */
export const removeCanary = async (
  kube: Kube,
  app: string,
  { traffic = openTraffic(kube), ...moving }: Moving = {},
): Promise<void> => {
  await requireIstiod(kube);
  // Without a route to the app nothing is sent to its v2 either.
  const move = await moveWeight(traffic, app, 0, { ...moving, pods: "do not count" });
  const late =
    move.outcome === "no route" ? [] : moved(app, move).filter(({ name }) => name !== "acknowledged");
  if (late.some(({ behind }) => behind.length > 0))
    throw new Trouble(`These may still send requests to v2 of ${app}, so it stays: ${namesOf(late)}.`, [
      "Once they are up to date, run this again: ./caravan status",
    ]);
  await uninstallCanary(kube, app, traffic.mesh);
};

/**
 * Removes v2, to which no request goes any more, and its weights; also one whose installation was cut off. An autoscaler may make v1 smaller
 * again then.
 */
export const uninstallCanary = async (kube: Kube, app: string, mesh: Ports["mesh"]): Promise<void> => {
  const flags = ["--namespace", "shop", "--ignore-not-found", "--wait"];
  await kube.helm(["uninstall", `${app}-canary`, ...flags]);
  await clearWeight(mesh, app);
  await restoreMinimum(kube, { name: app, namespace: "shop", valueFiles: [valuesFile(app)] });
};

/**
 * Gives v2 of an app its share of the traffic, in thousandths, and follows it until it is in force.
 *
 * @throws Trouble when istiod is down, no route is split, the version that would get more has no ready pod or too few, or the weight is not in force in time
 */
export const shiftWeight = async (
  kube: Kube,
  app: string,
  weight: number,
  { traffic = openTraffic(kube), ...moving }: Moving = {},
): Promise<void> => {
  await requireIstiod(kube);
  const pods = weight === 0 ? { pods: "do not count" as const } : {};
  const stages = moved(app, await moveWeight(traffic, app, weight, { ...moving, ...pods }));
  const strays = stages.filter(({ name }) => name === "written");
  if (strays.some(({ behind }) => behind.length > 0))
    throw new Trouble(`Some routes to ${app} do not follow its weights: ${namesOf(strays)}.`, [
      "They were written by hand or by an older chart. Ours follow: ./caravan up",
    ]);
  if (stages.every(({ behind }) => behind.length === 0)) return;
  throw new Trouble(`The weight of ${app} is written, but not in force everywhere: ${namesOf(stages)}.`, [
    "An Envoy gets it once istiod reaches it; see what is not ready: ./caravan status",
    `Look again with the same command, or take the traffic back: ./caravan canary ${app} --weight 0`,
  ]);
};

const namesOf = (stages: readonly Stage[]): string => {
  const behind = stages.flatMap((stage) => stage.behind);
  return [...new Map(behind.map(({ name, why }) => [name, `${name} (${why})`])).values()].join(", ");
};

/** @throws Trouble when nothing was moved */
const moved = (app: string, move: Move): readonly Stage[] => {
  if (move.outcome === "moved") return move.stages;
  if (move.outcome === "no route")
    throw new Trouble(`No route of the mesh takes weights of ${app}.`, [
      "Its chart (charts/service) has some; apply it with: ./caravan up",
    ]);
  const { version, ready, needed } = move;
  if (ready > 0)
    throw new Trouble(
      `${version} of ${app} has ${ready} of the ${needed} pods that its share takes, as many as v1 has for its own. Nothing is changed.`,
      [`./caravan kubectl -n shop scale deploy/${app}${version === "v2" ? "-v2" : ""} --replicas=${needed}`],
    );
  throw new Trouble(
    `${version} of ${app} has no pod that is ready, so it gets no more of the requests. Nothing is changed.`,
    [
      `See why: ./caravan kubectl -n shop get pods -l app=${app},version=${version}`,
      version === "v2"
        ? `Start it again from the working tree: ./caravan canary ${app}`
        : "Start it again first: ./caravan up",
    ],
  );
};
