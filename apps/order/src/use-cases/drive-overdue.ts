import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "./learn-fact.ts";

const batchSize = 100;
/** Most orders of one run; the next run continues. */
const mostBatches = 50;

/** So many orders that cannot be changed end a run: most likely none can. */
const mostFailed = 200;

/**
 * Finds orders past their deadline without a planned step, and gives them their next step. One that cannot be
 * changed does not hold up the others.
 *
 * @throws when some could not be changed, after all others were
 */
export const driveOverdue = async (dependencies: Dependencies): Promise<void> => {
  const { orders } = dependencies;
  const failed: string[] = [];
  let reason: unknown;
  for (let batch = 0; batch < mostBatches && failed.length < mostFailed; batch += 1) {
    const now = dependencies.now();
    const overdue = await orders.overdue({ now, limit: batchSize, except: failed });
    const outcomes = await Promise.allSettled(
      overdue.map((orderId) => learnFact(dependencies, orderId, { kind: "deadline-over" })),
    );
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.status === "fulfilled") continue;
      failed.push(overdue[i] ?? "");
      reason = outcome.reason;
    }
    if (overdue.length < batchSize) break;
  }
  if (failed.length > 0)
    throw new Error(`${failed.length} overdue orders were not driven, ${failed[0]} among them`, {
      cause: reason,
    });
};
