import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";

/** A day's statement is complete, and compared, this long after the day began. */
const dueHours = 48;

const days = "select distinct date_format(at, '%Y-%m-%d') day from movements where at < ? order by day";
const compared =
  "select date day, json_unquote(json_extract(result, '$.status')) status from reconciliations";

/** The bank's statement of each day was compared with the books, and what differed was settled. */
export const reconciliations = {
  name: "every day's statement of the bank was reconciled without differences",
  async run(
    { payment, bank }: Pick<Sources, "payment" | "bank">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const lastDue = new Date(before.getTime() - dueHours * 3_600_000);
    const midnight = new Date(`${lastDue.toISOString().slice(0, 10)}T00:00:00.000Z`);
    const moved = await rows<{ day: string }>(bank, days, [midnight]);
    const results = new Map(
      (await rows<{ day: string; status: string }>(payment, compared)).map(({ day, status }) => [
        day,
        status,
      ]),
    );
    const missing = moved.filter(({ day }) => !results.has(day));
    const differing = [...results].filter(([, status]) => status !== "matched");
    return [
      ...missing.map(({ day }) => ({
        id: day,
        sentence: `The bank's statement of ${day} was never reconciled.`,
      })),
      ...differing.map(([day]) => ({
        id: day,
        sentence: `The bank's statement of ${day} differs from the books: see the reconciliation of that day.`,
      })),
    ];
  },
} satisfies Check;
