import { deployCanary, removeCanary, shiftWeight } from "../platform/canary.ts";
import type { Session } from "../session.ts";
import { applyToCanary } from "./settings.ts";

/** Two that call each other, so that all four pairs of versions meet. */
const apps = ["order", "inventory"];
/** Of a thousand requests. */
const weight = 300;

/** Runs a second version of some apps beside the first for the time of a run. */
export async function runSecondVersions(session: Session): Promise<() => Promise<void>> {
  for (const app of apps) {
    await deployCanary(session, app);
    await applyToCanary(session.kube, app);
    await shiftWeight(session.kube, app, weight);
  }
  return async () => {
    for (const app of apps) await removeCanary(session.kube, app);
  };
}
