import { createHmac, timingSafeEqual } from "node:crypto";
import { GuestId, newId } from "@caravan/contracts";
import type { Context } from "hono";
import { generateSignedCookie, getCookie } from "hono/cookie";
import * as v from "valibot";
import { requestContext } from "./context.ts";

/** Name of the signed cookie that says who the shopper is until accounts exist. */
export const guestCookieName = "caravan-guest";

const oneYearSeconds = 365 * 24 * 3600;

/** The shopper of this request, or undefined when there is no cookie or its signature is not ours. */
export const readGuest = async (c: Context, key: string): Promise<string | undefined> => {
  const value = verified(getCookie(c, guestCookieName), key);
  return v.is(GuestId, value) ? value : undefined;
};

/** The value of a signed cookie as hono writes it, `value.signature`. Hono's own check costs four times the CPU: WebCrypto. */
const verified = (signed: string | undefined, key: string): string | undefined => {
  const dot = signed?.lastIndexOf(".") ?? -1;
  if (signed === undefined || dot < 1) return undefined;
  const value = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1), "base64");
  const wanted = createHmac("sha256", key).update(value).digest();
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? value : undefined;
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
