import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { deployedReleases, instance, raiseMinimum, runMigration, settleRelease } from "@caravan/cluster";
import type { Deploy } from "@caravan/operations/releases";
import { openTraffic } from "@caravan/operations/weights";
import { stateHome } from "@caravan/toolchain/cluster";
import type { Session } from "../session.ts";
import { currentTarget } from "../target/target.ts";
import { appRelease, imageAt, installApp } from "./apps.ts";
import { uninstallCanary } from "./canary.ts";

/** Does with helm what a release of an app waits for. It may be asked again for what is done, or was cut off. */
export const deployerOf =
  ({ kube, shop }: Session, app: string): Deploy =>
  async (task) => {
    const image = () => {
      if (task.image === undefined) throw new Error(`it is not said which image of ${app}`);
      return imageAt(app, task.image);
    };
    const migration = {
      ...(task.heldBack?.length && { heldBack: task.heldBack }),
      ...(task.migration && { named: task.migration }),
    };
    const install = async (canary: boolean) => {
      await settleRelease(kube, "shop", canary ? `${app}-canary` : app);
      const replicas = task.pods;
      await installApp(kube, image(), shop, await deployedReleases(kube), { canary, migration, replicas });
    };
    switch (task.do) {
      case "start canary":
        // Until the canary is removed.
        await raiseMinimum(kube, { name: app, namespace: "shop" });
        return install(true);
      case "scale canary":
      case "keep old":
        return install(true);
      case "make stable":
        return install(false);
      case "remove canary":
        return uninstallCanary(kube, app, openTraffic(kube).mesh);
      case "run migration":
        return runMigration(kube, appRelease(image(), shop, { migration }));
    }
  };

/** The file that the one process of this machine holds which deploys for an app's release. */
export const deployerLock = async (app: string): Promise<string> => {
  const target = await currentTarget();
  const folder = target.embedded
    ? instance.directory
    : join(stateHome(), "deployers", encodeURIComponent(target.context));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, `deployer-${app}.json`);
};
