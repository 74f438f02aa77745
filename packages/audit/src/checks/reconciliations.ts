import { movements } from "@caravan/bank/schema";
import { reconciliations as comparisons } from "@caravan/payment/schema";
import { lt, sql } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";

/** A day's statement is complete, and compared, this long after the start of the day. */
const dueHours = 48;

/** The bank's statement of each day was compared with the books, and differences were resolved. */
export const reconciliations = {
  name: "every day's statement of the bank was reconciled without differences",
  async run(
    { payment, bank }: Pick<Sources, "payment" | "bank">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const lastDue = new Date(before.getTime() - dueHours * 3_600_000);
    const midnight = new Date(`${lastDue.toISOString().slice(0, 10)}T00:00:00.000Z`);
    const day = sql<string>`date_format(${movements.at}, '%Y-%m-%d')`.as("day");
    const moved = await bank
      .selectDistinct({ day })
      .from(movements)
      .where(lt(movements.at, midnight))
      .orderBy(day);
    const compared = await payment.select().from(comparisons);
    const dates = new Set(compared.map(({ date }) => date));
    return [
      ...moved
        .filter(({ day }) => !dates.has(day))
        .map(({ day }) => ({ id: day, sentence: `The bank's statement of ${day} was never reconciled.` })),
      ...compared
        .filter(({ result }) => result.status !== "matched")
        .map(({ date }) => ({
          id: date,
          sentence: `The bank's statement of ${date} differs from the books: see the reconciliation of that day.`,
        })),
    ];
  },
} satisfies Check;
