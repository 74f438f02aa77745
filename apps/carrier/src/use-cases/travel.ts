import type { Dependencies } from "../dependencies.ts";
import { decideMovement } from "./decide-movement.ts";

/** Few enough that the locks of one round are held for milliseconds. */
const batchSize = 50;

/** Moves every parcel whose time at a station is over. Any number of replicas may do it at once. */
export const travel = async (dependencies: Dependencies): Promise<void> => {
  const { parcels, behaviour, now, count } = dependencies;
  const settings = await behaviour.get();
  if (settings.stationSeconds === 0) return;
  const movedUntil = new Date(now().getTime() - settings.stationSeconds * 1000);
  const decide = decideMovement(dependencies, settings);
  for (;;) {
    const happened = await parcels.moveDue(movedUntil, batchSize, decide);
    for (const kind of happened) count(kind);
    if (happened.length < batchSize) return;
  }
};
