import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Config } from "./config.ts";
import type { Dependencies } from "./dependencies.ts";
import { showSagaLag } from "./telemetry.ts";
import { driveOverdue } from "./use-cases/drive-overdue.ts";

/** What runs without being asked: due steps, orders that nobody drives, and how far behind all of it is. */
export const sagaBackground = (dependencies: Dependencies, config: Config, log: Logger): Background[] => {
  const { runner, orders, now } = dependencies;
  // Not all replicas at the same moment.
  const pollSeconds = 0.8 + dependencies.random() * 0.4;
  return [
    every(pollSeconds, "take due steps", () => runner.poll(), log),
    every(config.DETECTOR_SECONDS, "drive overdue orders", () => driveOverdue(dependencies), log),
    every(5, "measure sagas", async () => showSagaLag(await orders.lag(now())), log),
    runner,
  ];
};
