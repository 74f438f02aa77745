import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Config } from "./config.ts";
import type { Dependencies } from "./dependencies.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";
import { reconcileRecentDays } from "./use-cases/reconcile-recent-days.ts";

/** How old the metrics of what does not go on may be. */
const standingPauseSeconds = 30;

/** How long an hour of the books may be over before it is closed, beside the time it settles. */
const closingPauseSeconds = 600;

/** What the service does without being asked; any number of replicas may. */
export const startWorkers = (
  dependencies: Dependencies,
  config: Config,
  log: Logger,
): readonly Background[] => [
  every(config.POLL_PAUSE_SECONDS, "advance payments", () => advancePayments(dependencies), log),
  every(
    standingPauseSeconds,
    "show payments in trouble",
    async () => dependencies.observer.standing(await dependencies.payments.standing()),
    log,
  ),
  every(
    config.RECONCILE_PAUSE_SECONDS,
    "reconcile",
    () => reconcileRecentDays(dependencies, config.RECONCILE_PAUSE_SECONDS),
    log,
  ),
  every(closingPauseSeconds, "close the books", () => dependencies.books.close(dependencies.now()), log),
];
