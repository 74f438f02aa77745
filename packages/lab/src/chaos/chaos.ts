import { type Embedded, onStage } from "../bench/stage.ts";
import { breakApp, type LoadApps, mend } from "./breaks.ts";
import { type ChaosOptions, type ChaosReport, runChaos } from "./run-chaos.ts";
import { type Canaries, runSecondVersions } from "./second-versions.ts";

/** The shop of a run, and how to install on it. */
export interface ChaosShop extends Embedded {
  readonly loadApps: LoadApps;
  /** Second versions run beside the first; without it none do. */
  readonly canaries?: Canaries;
}

/**
 * Runs chaos on a shop, and reverts its changes.
 *
 * @param broken the defect to plant, of `breakNames`
 */
export const chaos = async (
  shop: ChaosShop,
  options: Omit<ChaosOptions, "besides" | "breakIt">,
  broken?: string,
): Promise<ChaosReport> => {
  const { kube, canaries, loadApps } = shop;
  const report = await onStage(shop, (stage) =>
    runChaos(stage, {
      ...options,
      ...(canaries === undefined ? {} : { besides: () => runSecondVersions(kube, stage.atTheEnd, canaries) }),
      ...(broken === undefined ? {} : { breakIt: () => breakApp(kube, loadApps, broken) }),
    }),
  );
  if (broken !== undefined) await mend(kube, report.orders);
  return report;
};
