import * as v from "valibot";

/** A time in UTC, ISO 8601 with milliseconds: `2026-11-21T09:30:00.000Z`. */
export const Timestamp = v.pipe(v.string(), v.isoTimestamp());

/** A day in UTC: `2026-11-21`. */
export const CalendarDate = v.pipe(v.string(), v.isoDate("must be a date such as 2026-11-21"));
