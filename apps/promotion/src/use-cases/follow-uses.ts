import { backoffSeconds, secondsAfter } from "@caravan/contracts";
import { workOff } from "@caravan/database";
import type { Dependencies, HeldUse } from "../dependencies.ts";
import { cancelUse, confirmUse } from "./settle-use.ts";

/**
 * How long after its try order is asked about a use. By then an order that is being placed is written or given up: no request is allowed
 * to take that long.
 */
export const askedAfterSeconds = 20 * 60;

/** How often an order that holds its use still is asked about. */
const askedAgainSeconds = 20 * 60;

const longestPauseSeconds = 300;
const claimSeconds = 60;
const batchSize = 16;
/** Batches of one round, so that it ends soon after it is stopped. */
const mostBatches = 50;

/**
 * Follows orders with what they hold of promotions, in case a confirmation or a cancellation never came: what no order has is given back.
 * Any number of processes may run it.
 */
export const followUses = (dependencies: Dependencies): Promise<void> => {
  const { uses, now, log } = dependencies;
  return workOff({
    claim: (limit) => uses.claimDue(now(), secondsAfter(now(), claimSeconds), limit),
    work: (use) => follow(dependencies, use),
    ...{ batchSize, mostBatches },
    onFault: (error, { orderId }) =>
      log.error({ err: error, orderId }, "what an order holds of promotions cannot be settled"),
  });
};

const follow = async (dependencies: Dependencies, { orderId, attempts }: HeldUse): Promise<unknown> => {
  const { uses, orders, now, random } = dependencies;
  switch (await orders.find(orderId)) {
    case "used":
      return confirmUse(dependencies, { orderId, key: orderId });
    case "back":
    case "none":
      return cancelUse(dependencies, { orderId, key: orderId });
    case "held":
      return uses.askLater(orderId, secondsAfter(now(), askedAgainSeconds), 0);
    case undefined: {
      const pause = backoffSeconds(attempts, 1, longestPauseSeconds, random());
      return uses.askLater(orderId, secondsAfter(now(), pause), attempts);
    }
  }
};
