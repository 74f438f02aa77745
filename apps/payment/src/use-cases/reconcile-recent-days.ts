import type { Dependencies } from "../dependencies.ts";
import { dayOf, reconcileDay } from "./reconcile-day.ts";

const dayMilliseconds = 86_400_000;
/** Missed days that are still compared. */
const recentDays = 7;
/** How long after its day a statement may grow: by clock differences and late bookings. */
const growsMilliseconds = dayMilliseconds;

/**
 * Compares the last days as often as they may have changed: today and yesterday repeatedly, older ones once they are complete.
 * One of several replicas does a day; a restart repeats none, and a failed one is tried again after the pause.
 */
export const reconcileRecentDays = async (
  dependencies: Dependencies,
  pauseSeconds: number,
): Promise<void> => {
  const { reconciliations } = dependencies;
  const now = dependencies.now();
  const pauseEnd = new Date(now.getTime() - pauseSeconds * 1000);
  for (let back = recentDays - 1; back >= 0; back -= 1) {
    const date = dayOf(new Date(now.getTime() - back * dayMilliseconds));
    const complete = Date.parse(`${date}T00:00:00.000Z`) + dayMilliseconds + growsMilliseconds;
    const last = await reconciliations.find(date);
    if (last !== undefined && Date.parse(last.ranAt) >= complete) continue;
    if (await reconciliations.claim(date, pauseEnd, now)) await reconcileDay(dependencies, date);
  }
};
