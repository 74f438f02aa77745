import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { zoneCookieName } from "./times-script.ts";

/** The canonical time zone of a name; undefined when there is none. */
export const zoneCalled = (name: string | undefined): string | undefined => {
  if (name === undefined || name.length > 64) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/** The time zone that the browser sent before, if it did. */
export const browserZone = (c: Context): string | undefined => zoneCalled(getCookie(c, zoneCookieName));
