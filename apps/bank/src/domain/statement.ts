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

/** What all movements of a day come to. */
export interface DayTotal {
  readonly count: number;
  readonly sumCents: number;
}

/** Whether no movement of the day can come any more. */
export const isClosed = (day: Day, now: Date): boolean =>
  now.getTime() >= day.to.getTime() + closingMilliseconds;

export const movementLine = ({ at, ...movement }: RecordedMovement): BankStatementLine => ({
  ...movement,
  at: at.toISOString(),
});

/** The last line of a closed day on which anything happened: what was paid out for it, the sum of all others. */
export const payoutLine = (date: string, day: Day, { sumCents }: DayTotal): BankStatementLine => ({
  reference: `out_${date}`,
  type: "payout",
  ...{ intentId: null, merchantReference: null, refundReference: null },
  amountCents: sumCents,
  at: new Date(day.to.getTime() - 1).toISOString(),
});
