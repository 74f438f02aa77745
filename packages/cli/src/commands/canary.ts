import { Trouble } from "@caravan/toolchain";
import { Command } from "commander";
import { appNamed, installApp } from "../platform/apps.ts";
import type { Kube } from "../platform/kube.ts";
import { setWeight } from "../platform/mesh.ts";
import { deployedReleases } from "../platform/releases.ts";
import { namespaceOf } from "../platform/strangers.ts";
import { parseWeight, showWeight } from "../platform/weights.ts";
import { openSession, type Session } from "../session.ts";
import { showProgress } from "../terminal/progress.ts";

async function isDeployed(kube: Kube, app: string): Promise<boolean> {
  return (await deployedReleases(kube)).has(`shop/${app}-canary`);
}

async function deploy({ kube, shop, loadApps }: Session, app: string): Promise<void> {
  const progress = showProgress();
  const [image] = await progress.step(`image of ${app}`, () => loadApps([app]));
  if (!image) throw new Error(`no image of ${app} was built`);
  const deployed = await deployedReleases(kube);
  await progress.step(`${app} v2`, () => installApp(kube, image, shop, deployed, true));
}

async function takeAway(kube: Kube, app: string): Promise<void> {
  await shift(kube, app, 0);
  if (await isDeployed(kube, app))
    await kube.helm(["uninstall", `${app}-canary`, "--namespace", "shop", "--wait"]);
}

async function shift(kube: Kube, app: string, weight: number): Promise<void> {
  if ((await setWeight(kube, app, weight)) > 0) return;
  throw new Trouble(`No route of the mesh is split between v1 and v2 of ${app}.`, [
    `mesh/istio/traffic/${app}.yaml should name both subsets; apply it with: ./caravan up`,
  ]);
}

export function canaryCommand(): Command {
  return new Command("canary")
    .description("a second version of an app, from the working tree, beside the first")
    .argument("<app>")
    .option("--weight <percent>", "share of the traffic v2 gets, with at most one decimal; 0 at first")
    .option("--off", "take v2 away")
    .action(async (name: string, { weight, off }: { weight?: string; off?: boolean }) => {
      const app = await appNamed(name);
      if (namespaceOf(app) !== "shop")
        throw new Trouble(`${app} lives outside of the mesh: there is no traffic to shift.`, [
          "A canary is for the shop's own apps.",
        ]);
      const share = weight === undefined ? undefined : parseWeight(weight);
      const session = await openSession();
      const { kube } = session;
      if (off) {
        await takeAway(kube, app);
        return console.log(`${app} v2 is gone; all traffic goes to v1.`);
      }
      if (share === undefined || !(await isDeployed(kube, app))) await deploy(session, app);
      if (share === undefined)
        return console.log(
          `${app} v2 is ready and gets the weight it had (0 at first): ./caravan canary ${app} --weight 10`,
        );
      await shift(kube, app, share);
      console.log(`${app} v2 gets ${showWeight(share)} of the traffic.`);
    });
}
