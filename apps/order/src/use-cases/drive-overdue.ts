import type { Dependencies } from "../dependencies.ts";
import { secondsAfter } from "../domain/saga.ts";
import { learnFact } from "./learn-fact.ts";

const batchSize = 100;
/** Bounds one look, whatever there is to find; the next one goes on. */
const mostBatches = 50;

/** Finds orders that wait longer than they should and have nothing planned, and gives them their next step. */
export const driveOverdue = async (dependencies: Dependencies): Promise<void> => {
  const { orders, limits } = dependencies;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const now = dependencies.now();
    const withoutDeadlineBefore = secondsAfter(now, -limits.stepSeconds);
    const overdue = await orders.overdue({ now, withoutDeadlineBefore, limit: batchSize });
    await Promise.all(overdue.map((orderId) => learnFact(dependencies, orderId, { kind: "deadline-over" })));
    if (overdue.length < batchSize) return;
  }
};
