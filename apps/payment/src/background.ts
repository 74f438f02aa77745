import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Config } from "./config.ts";
import type { Dependencies } from "./dependencies.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";
import { reconcileRecentDays } from "./use-cases/reconcile-recent-days.ts";

/** The maximum age of the metrics about trouble. */
const standingPauseSeconds = 30;

/** How long after an hour has settled it may stay open. */
const closingPauseSeconds = 600;

/** Background work; any number of replicas may run it. */
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
