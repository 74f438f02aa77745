import { html } from "hono/html";
import type { Fragment } from "./page.ts";

/** Formatted times in a time zone. */
export interface Moments {
  /** A `<time>` element; where scripts run, it is shown in the browser's own zone. */
  moment(at: string): Fragment;
  /** The same in few letters, to the second: `29 Nov, 10:15:03`. */
  short(at: string): Fragment;
  day(at: string): Fragment;
  spokenDate(at: string): string;
  /** `10:15`, of milliseconds since the epoch. */
  hour(at: number): string;
}

const made = new Map<string, Moments>();

/** @param zone a name of the IANA's time zones that this process knows, such as `Europe/Berlin` */
export const momentsIn = (zone: string): Moments => {
  const known = made.get(zone);
  if (known !== undefined) return known;
  const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: zone });
  const momentFormat = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone: zone,
  });
  const shortFormat = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: zone,
  });
  const hourFormat = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
  const spokenDate = (at: string) => dayFormat.format(new Date(at));
  const moments: Moments = {
    moment: (at) => html`<time datetime="${at}" data-moment>${momentFormat.format(new Date(at))}</time>`,
    short: (at) => html`<time datetime="${at}" data-short>${shortFormat.format(new Date(at))}</time>`,
    day: (at) => html`<time datetime="${at}">${spokenDate(at)}</time>`,
    spokenDate,
    hour: (at) => hourFormat.format(at),
  };
  made.set(zone, moments);
  return moments;
};
