import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { showBudgets, showLag } from "./telemetry.ts";
import { followUses } from "./use-cases/follow-uses.ts";

const followSeconds = 5;
const showSeconds = 15;

/** Promotions whose budget is shown: a metric for each. */
const shownBudgets = 20;

/** Background work; any number of processes may run it. */
export const startWorkers = (dependencies: Dependencies, log: Logger): readonly Background[] => {
  const { uses, promotions, now } = dependencies;
  return [
    every(followSeconds, "follow orders that hold promotions", () => followUses(dependencies), log),
    every(
      showSeconds,
      "show budgets and what waits",
      async () => {
        showLag(await uses.lag(now()));
        showBudgets(await promotions.scarcest(shownBudgets));
      },
      log,
    ),
  ];
};
