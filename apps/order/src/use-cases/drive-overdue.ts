import type { Dependencies } from "../dependencies.ts";
import { secondsAfter } from "../domain/saga.ts";
import { learnFact } from "./learn-fact.ts";

const batchSize = 100;

/** Finds orders that wait longer than they should and have nothing planned, and gives them their next step. */
export const driveOverdue = async (dependencies: Dependencies): Promise<number> => {
  const { orders, limits } = dependencies;
  const now = dependencies.now();
  const withoutDeadlineBefore = secondsAfter(now, -limits.stepSeconds);
  const overdue = await orders.overdue({ now, withoutDeadlineBefore, limit: batchSize });
  for (const orderId of overdue) await learnFact(dependencies, orderId, { kind: "deadline-over" });
  return overdue.length;
};
