import * as v from "valibot";

/** A time in UTC, ISO 8601 with milliseconds: `2026-11-21T09:30:00.000Z`. */
export const Timestamp = v.pipe(v.string(), v.isoTimestamp());

/** Whether the calendar has this day: `Date` takes 30 February for 2 March. */
const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};

/** A time that exists, as people write it. */
export const Moment = v.pipe(
  Timestamp,
  v.check(
    (text) => !Number.isNaN(Date.parse(text)) && isDay(text.slice(0, 10)),
    "must be a time such as 2026-11-28T20:00:00.000Z",
  ),
);

/** A day in UTC: `2026-11-21`. */
export const CalendarDate = v.pipe(v.string(), v.isoDate("must be a date such as 2026-11-21"));

/** The moment so many seconds after another; before it for a negative number. */
export const secondsAfter = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);
