import { type Database, isDuplicateEntry } from "@caravan/database";
import { and, eq, lt } from "drizzle-orm";
import type { Reconciliations } from "../dependencies.ts";
import { reconciliationRuns, reconciliations } from "./schema.ts";

export const openReconciliations = ({ drizzle }: Database): Reconciliations => ({
  async save(result) {
    await drizzle
      .insert(reconciliations)
      .values({ date: result.date, result })
      .onDuplicateKeyUpdate({ set: { result } });
  },
  async claim(date, begunBefore, now) {
    const { startedAt, date: day } = reconciliationRuns;
    const [again] = await drizzle
      .update(reconciliationRuns)
      .set({ startedAt: now })
      .where(and(eq(day, date), lt(startedAt, begunBefore)));
    if (again.affectedRows === 1) return true;
    return drizzle
      .insert(reconciliationRuns)
      .values({ date, startedAt: now })
      .then(
        () => true,
        (error: unknown) => {
          if (isDuplicateEntry(error)) return false;
          throw error;
        },
      );
  },
  async find(date) {
    const [row] = await drizzle.select().from(reconciliations).where(eq(reconciliations.date, date));
    return row?.result;
  },
});
