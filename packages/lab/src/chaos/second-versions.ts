import type { Kube } from "@caravan/cluster";
import { settle } from "@caravan/toolchain";
import type { Stage } from "../bench/stage.ts";
import { commanding } from "./commanding.ts";
import { applyToCanary } from "./settings.ts";

/** Runs second versions of apps; the installer of the first versions builds and installs them. */
export interface Canaries {
  deploy(app: string): Promise<void>;
  /** Gives it a share of the traffic, in thousandths. */
  shift(app: string, weight: number): Promise<void>;
  remove(app: string): Promise<void>;
}

/** A caller and a callee, so that all four pairs of versions occur. */
const apps = commanding[0] ?? [];
/** Of a thousand requests. */
const weight = 300;

/** Runs a second version of some apps beside the first until the end of a run. */
export const runSecondVersions = async (
  kube: Kube,
  atTheEnd: Stage["atTheEnd"],
  canaries: Canaries,
): Promise<void> => {
  atTheEnd(() => settle(apps.map((app) => canaries.remove(app))));
  const run = async (app: string) => {
    await canaries.deploy(app);
    await applyToCanary(kube, app);
    await canaries.shift(app, weight);
  };
  await settle(apps.map(run));
};
