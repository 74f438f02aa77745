import type { HeardStation } from "./parcel.ts";
import type { Shipment } from "./shipment.ts";

/** The estimated arrival of a shipment. */
export interface Estimate {
  readonly from: Date;
  readonly to: Date;
}

/** Parcels are delivered between these hours, UTC. */
const firstHour = 8;
const lastHour = 20;

/** Remaining working days, at best and at worst, counted from the day of the parcel's last news. */
const daysToGo = {
  preparing: [1, 3],
  collected: [1, 2],
  "in-transit": [1, 1],
  "delivery-failed": [1, 1],
} as const;

/** The estimate from the known facts; undefined once it has arrived or will not. */
export const estimate = (
  shipment: Pick<Shipment, "status" | "tracking" | "createdAt" | "dispatchedAt">,
): Estimate | undefined => {
  const { status, tracking, createdAt, dispatchedAt } = shipment;
  if (status === "preparing") return between(createdAt, daysToGo.preparing);
  if (status !== "dispatched" && status !== "out-for-delivery" && status !== "delivery-failed")
    return undefined;
  const slowest = slowestParcel(tracking);
  if (slowest === undefined) return between(dispatchedAt ?? createdAt, daysToGo.preparing);
  if (slowest.kind === "out-for-delivery") return between(slowest.at, [0, 0]);
  if (slowest.kind === "collected" || slowest.kind === "in-transit" || slowest.kind === "delivery-failed")
    return between(slowest.at, daysToGo[slowest.kind]);
  return between(slowest.at, daysToGo.preparing);
};

const order = ["returned", "returning", "collected", "in-transit", "delivery-failed", "out-for-delivery"];

/** The last news of the slowest parcel; parcels that arrived do not count. */
const slowestParcel = (tracking: readonly HeardStation[]): HeardStation | undefined => {
  const last = new Map<string, HeardStation>();
  for (const station of tracking) {
    const known = last.get(station.reference);
    if (known === undefined || known.sequence < station.sequence) last.set(station.reference, station);
  }
  return [...last.values()]
    .filter(({ kind }) => kind !== "delivered")
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.at.getTime() - a.at.getTime())[0];
};

const between = (start: Date, [least, most]: readonly [number, number]): Estimate => ({
  from: onDay(start, least, firstHour),
  to: onDay(start, most, lastHour),
});

/** That many working days later; a weekend or a day already over counts as the next working day. */
const onDay = (start: Date, days: number, hour: number): Date => {
  const day = new Date(start);
  if (day.getUTCHours() >= lastHour) day.setUTCDate(day.getUTCDate() + 1);
  toWorkingDay(day);
  for (let left = days; left > 0; left -= 1) {
    day.setUTCDate(day.getUTCDate() + 1);
    toWorkingDay(day);
  }
  day.setUTCHours(hour, 0, 0, 0);
  return day;
};

const toWorkingDay = (day: Date): void => {
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1);
};
