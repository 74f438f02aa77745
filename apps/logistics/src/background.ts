import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import type { Followers } from "./tracking/open-tracking.ts";
import { dispatchDue } from "./use-cases/dispatch-due.ts";
import { pollDue } from "./use-cases/poll-due.ts";

/** Background work: due shipments, and news for followers. */
export const shipmentBackground = (
  dependencies: Dependencies,
  tracking: Followers,
  log: Logger,
): Background[] => [
  every(0.25, "dispatch shipments", () => dispatchDue(dependencies), log),
  every(1, "poll the carrier", () => pollDue(dependencies), log),
  every(1, "look for news", tracking.look, log),
  every(1, "keep streams alive", async () => tracking.beat(), log),
];
