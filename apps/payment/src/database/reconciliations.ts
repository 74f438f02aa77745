import type { Database } from "@caravan/database";
import { eq } from "drizzle-orm";
import type { Reconciliations } from "../dependencies.ts";
import { reconciliations } from "./schema.ts";

export const openReconciliations = ({ drizzle }: Database): Reconciliations => ({
  async save(result) {
    await drizzle
      .insert(reconciliations)
      .values({ date: result.date, result })
      .onDuplicateKeyUpdate({ set: { result } });
  },
  async find(date) {
    const [row] = await drizzle.select().from(reconciliations).where(eq(reconciliations.date, date));
    return row?.result;
  },
});
