import {
  type BankStatementLine,
  type BankStatementPage,
  decodeCursor,
  encodeCursor,
} from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies, LedgerPlace } from "../dependencies.ts";
import { type Day, dayOf, isClosed, movementLine, payoutLine } from "../domain/statement.ts";

/** A position on this day; a cursor of another day is refused. */
const Place = ({ from, to }: Day) =>
  v.tuple([
    v.pipe(v.number(), v.safeInteger(), v.minValue(from.getTime()), v.maxValue(to.getTime() - 1)),
    v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  ]);

/**
 * One page of a day's statement. The lines are the same for any page size, and the payout is the last one.
 *
 * @throws Refusal `cursor-unknown`
 */
export const getStatement = async (
  { intents, now }: Dependencies,
  { date, cursor, limit }: { date: string; cursor?: string | undefined; limit: number },
): Promise<BankStatementPage> => {
  const day = dayOf(date);
  if (day === undefined) return { date, lines: [] };
  const place = decodeCursor(Place(day), cursor);
  const after: LedgerPlace | undefined = place && { at: new Date(place[0]), position: place[1] };
  // Checked before the ledger is read: then the ledger of a closed day is complete.
  const closed = isClosed(day, now());
  const found = await intents.movements(day, { after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const lines: BankStatementLine[] = shown.map(({ position: _, ...movement }) => movementLine(movement));
  const payout = closed && found.length <= limit ? await payoutOf(intents, date, day) : [];
  const last = shown.at(-1);
  if (last === undefined || found.length + payout.length <= limit)
    return { date, lines: [...lines, ...payout] };
  return { date, lines, nextCursor: encodeCursor([last.at.getTime(), last.position]) };
};

const payoutOf = async (
  intents: Dependencies["intents"],
  date: string,
  day: Day,
): Promise<BankStatementLine[]> => {
  const total = await intents.total(day);
  return total.count === 0 ? [] : [payoutLine(date, day, total)];
};
