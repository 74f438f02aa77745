import type { BankStatementLine } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { dayOf, statementLines } from "../domain/statement.ts";

/** All that happened on a day. */
export const getStatement = async (
  { intents, now }: Dependencies,
  { date }: { date: string },
): Promise<{ date: string; lines: BankStatementLine[] }> => {
  const day = dayOf(date);
  if (day === undefined) return { date, lines: [] };
  return { date, lines: statementLines(date, day, await intents.movements(day), now()) };
};
