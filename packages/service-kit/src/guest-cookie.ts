import { GuestId, newId } from "@caravan/contracts";
import type { Context } from "hono";
import { generateSignedCookie, getSignedCookie } from "hono/cookie";
import * as v from "valibot";
import { requestContext } from "./context.ts";

/** Name of the signed cookie that says who the shopper is until accounts exist. */
export const guestCookieName = "caravan-guest";

const oneYearSeconds = 365 * 24 * 3600;

/** The shopper of this request, or undefined when there is no cookie or its signature is not ours. */
export const readGuest = async (c: Context, key: string): Promise<string | undefined> => {
  const value = await getSignedCookie(c, key, guestCookieName);
  return v.is(GuestId, value) ? value : undefined;
};

/**
 * The shopper of this request; a new one gets a cookie. Calls made for this request carry the cookie on.
 * Only the storefront issues guests.
 */
export const ensureGuest = async (c: Context, key: string): Promise<string> => {
  const known = await readGuest(c, key);
  if (known !== undefined) return known;
  const guest = newId("gst");
  const cookie = await generateSignedCookie(guestCookieName, guest, key, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: oneYearSeconds,
    secure: c.req.header("x-forwarded-proto") === "https",
  });
  // Appended before there is a response: asking for `c.res` here would cost a second one.
  c.header("set-cookie", cookie, { append: true });
  const request = requestContext();
  if (request !== undefined) request.cookie = cookie.split(";", 1)[0];
  return guest;
};

/** The guest cookie out of a `cookie` header, as it is sent on to other services; other cookies stay behind. */
export const forwardedCookie = (header: string | undefined): string | undefined =>
  header
    ?.split(";")
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${guestCookieName}=`));
