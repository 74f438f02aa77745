import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Config } from "./config.ts";
import type { Dependencies } from "./dependencies.ts";
import { showSagaLag } from "./telemetry.ts";
import { driveOverdue } from "./use-cases/drive-overdue.ts";

/** Background work: due steps, overdue orders, and metrics of the backlog. */
export const sagaBackground = (dependencies: Dependencies, config: Config, log: Logger): Background[] => {
  const { runner, orders, now } = dependencies;
  // Spread over time, so that replicas do not poll together.
  const pollSeconds = 0.8 + dependencies.random() * 0.4;
  return [
    every(pollSeconds, "take due steps", () => runner.poll(), log),
    every(config.DETECTOR_SECONDS, "drive overdue orders", () => driveOverdue(dependencies), log),
    every(5, "measure sagas", async () => showSagaLag(await orders.lag(now())), log),
    runner,
  ];
};
