import type { BankStatementLine } from "@caravan/contracts";
import type { Movement } from "./intent.ts";

/** A movement and when it happened. */
export interface RecordedMovement extends Movement {
  readonly at: Date;
}

/** A day in UTC. */
export interface Day {
  readonly from: Date;
  /** The end, exclusive. */
  readonly to: Date;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** A movement's time is set before its commit: so long after midnight no movement of yesterday can come any more. */
const closingMilliseconds = 60_000;

/** The day with that date, or undefined for an invalid date such as 2026-02-30. */
export const dayOf = (date: string): Day | undefined => {
  const from = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(from.getTime()) || from.toISOString().slice(0, 10) !== date) return undefined;
  return { from, to: new Date(from.getTime() + dayMilliseconds) };
};

/** The sum of all movements of a day. */
export interface DayTotal {
  readonly count: number;
  readonly sumCents: number;
}

/** Whether the day is closed: no movement of it can come any more. */
export const isClosed = (day: Day, now: Date): boolean =>
  now.getTime() >= day.to.getTime() + closingMilliseconds;

export const movementLine = ({ at, ...movement }: RecordedMovement): BankStatementLine => ({
  ...movement,
  at: at.toISOString(),
});

/** The last line of a closed day with movements: the payout, the sum of all other lines. */
export const payoutLine = (date: string, day: Day, { sumCents }: DayTotal): BankStatementLine => ({
  reference: `out_${date}`,
  type: "payout",
  ...{ intentId: null, merchantReference: null, refundReference: null },
  amountCents: sumCents,
  at: new Date(day.to.getTime() - 1).toISOString(),
});
