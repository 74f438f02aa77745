import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { showLag, showLimits } from "./telemetry.ts";
import { followUses } from "./use-cases/follow-uses.ts";

const followSeconds = 5;
const showSeconds = 15;

/** Promotions whose limits are shown: a metric for each. */
const shownLimits = 20;

/** Background work; any number of processes may run it. */
export const startWorkers = (dependencies: Dependencies, log: Logger): readonly Background[] => {
  const { uses, promotions, now } = dependencies;
  return [
    every(followSeconds, "follow orders that hold promotions", () => followUses(dependencies), log),
    every(
      showSeconds,
      "show limits and what waits",
      async () => {
        showLag(await uses.lag(now()));
        showLimits(await promotions.mostGiven(now(), shownLimits));
      },
      log,
    ),
  ];
};
