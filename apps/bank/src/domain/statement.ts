import type { BankStatementLine } from "@caravan/contracts";
import type { Movement } from "./intent.ts";

/** A movement and when it happened. */
export interface RecordedMovement extends Movement {
  readonly at: Date;
}

/** A day in UTC. */
export interface Day {
  readonly from: Date;
  /** The first moment that does not belong to it. */
  readonly to: Date;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** A movement's time is set before it is committed: so long after midnight none of yesterday's can come any more. */
const closingMilliseconds = 60_000;

/** The day with that date, or undefined when the calendar has none, such as 2026-02-30. */
export const dayOf = (date: string): Day | undefined => {
  const from = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(from.getTime()) || from.toISOString().slice(0, 10) !== date) return undefined;
  return { from, to: new Date(from.getTime() + dayMilliseconds) };
};

/**
 * The statement of a day: its movements as they happened, and, once the day is closed, what was paid out for it. That is their
 * sum, so it is the same whenever it is asked for.
 */
export const statementLines = (
  date: string,
  day: Day,
  movements: readonly RecordedMovement[],
  now: Date,
): BankStatementLine[] => {
  const lines: BankStatementLine[] = movements.map(({ at, ...movement }) => ({
    ...movement,
    at: at.toISOString(),
  }));
  const isClosed = now.getTime() >= day.to.getTime() + closingMilliseconds;
  if (!isClosed || lines.length === 0) return lines;
  const payout = {
    reference: `out_${date}`,
    type: "payout" as const,
    ...{ intentId: null, merchantReference: null, refundReference: null },
    amountCents: lines.reduce((sum, line) => sum + line.amountCents, 0),
    at: new Date(day.to.getTime() - 1).toISOString(),
  };
  return [...lines, payout];
};
