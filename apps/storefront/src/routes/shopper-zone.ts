import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { zoneCookieName } from "../assets/script-times.ts";
import { type Moments, momentsIn } from "../pages/moments.ts";

/** The default time zone. */
const fallback = "Europe/Berlin";

/** The canonical time zone of a name; undefined when there is none. */
const zoneCalled = (name: string | undefined): string | undefined => {
  if (name === undefined || name.length > 64) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/** The time zone of a country; of several the one on its mainland. */
const zoneOfCountry = (country: string | undefined): string | undefined => {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined;
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
  return zoneCalled(zones.find((zone) => zone.startsWith("Europe/")) ?? zones[0]);
};

/** Times in the shopper's zone: the one the browser sent before, else that of the delivery address. */
export const shopperMoments = (c: Context, country?: string): Moments =>
  momentsIn(zoneCalled(getCookie(c, zoneCookieName)) ?? zoneOfCountry(country) ?? fallback);
