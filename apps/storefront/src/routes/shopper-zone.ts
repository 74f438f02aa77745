import { browserZone, type Moments, momentsIn, zoneCalled } from "@caravan/pages";
import type { Context } from "hono";

/** The default time zone. */
const fallback = "Europe/Berlin";

/** The time zone of a country; of several the one on its mainland. */
const zoneOfCountry = (country: string | undefined): string | undefined => {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined;
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
  return zoneCalled(zones.find((zone) => zone.startsWith("Europe/")) ?? zones[0]);
};

/** Times in the shopper's zone: the one the browser sent before, else that of the delivery address. */
export const shopperMoments = (c: Context, country?: string): Moments =>
  momentsIn(browserZone(c) ?? zoneOfCountry(country) ?? fallback);

/** Times of pages that are the same for all; scripts show them in the browser's zone. */
export const sharedMoments = momentsIn(fallback);
