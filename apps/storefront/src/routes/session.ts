import { accessCookieName, cohortOf, isAccountId, refreshCookieName, type Session } from "@caravan/contracts";
import { type Caller, log, readCaller, requestContext } from "@caravan/service-kit";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { UserClient } from "../clients/user.ts";
import { renewSession } from "../use-cases/renew-session.ts";
import { ownCookie } from "./own-cookie.ts";

/** Proof that this browser signed in before. Sent with the sign-in form and nowhere else, and kept when the session ends. */
const deviceCookieName = "caravan-device";
const deviceCookie = { path: "/sign-in", maxAge: 400 * 86_400 };

/** The access cookie expires a little before its token, so that no token expires in transit. */
const marginSeconds = 30;

/** The shopper of a request. Browsing needs no session and creates none. */
export interface Sessions {
  /** The shopper, if there is one: the mesh verified the access cookie, or the refresh cookie still gives a new one. */
  find(c: Context): Promise<Caller | undefined>;
  /** The shopper; creates a guest if there was none. */
  need(c: Context): Promise<Caller>;
  /** The shopper, if they have an account. */
  account(c: Context): Promise<Caller | undefined>;
  /** Gives the browser a session; the rest of this request runs in its name. */
  start(c: Context, session: Session): Caller;
  /** Ends the session in the browser and, if reachable, at user. */
  end(c: Context): Promise<void>;
}

/** Deletes the session's cookies. */
export const clearSession = (c: Context): void => {
  for (const name of [accessCookieName, refreshCookieName]) deleteCookie(c, name, ownCookie(c));
};

const start: Sessions["start"] = (c, session) => {
  const maxAge = Math.max(session.expiresInSeconds - marginSeconds, 1);
  setCookie(c, accessCookieName, session.accessToken, { ...ownCookie(c), maxAge });
  setCookie(c, refreshCookieName, session.refreshToken, {
    ...ownCookie(c),
    maxAge: session.refreshExpiresInSeconds,
  });
  if (session.deviceToken !== undefined)
    setCookie(c, deviceCookieName, session.deviceToken, { ...ownCookie(c), ...deviceCookie });
  const request = requestContext();
  if (request !== undefined) {
    request.authorization = `Bearer ${session.accessToken}`;
    request.cohort ??= cohortOf(session.subject);
  }
  return { subject: session.subject, scopes: session.scopes };
};

/** The browser's proof for sign-ins, so that attackers cannot lock its owner out. */
export const deviceTokenOf = (c: Context): string | undefined => getCookie(c, deviceCookieName);

/** Whether a shopper has an account; the others are guests. */
export const isAccount = (shopper: Caller | undefined): boolean =>
  shopper !== undefined && isAccountId(shopper.subject);

/**
 * All values of a cookie. There is more than one when another site of the same domain set one with that name, or one for a path:
 * the browser sends them all, without their origin.
 */
const cookieValues = (c: Context, name: string): string[] =>
  (c.req.header("cookie") ?? "").split(";").flatMap((pair) => {
    const [key, ...value] = pair.split("=");
    return key?.trim() === name ? [value.join("=").trim()] : [];
  });

/** Ours and two foreign ones. More of them hide this session from the shopper, but do not end it. */
const mostTried = 3;

export const createSessions = (users: UserClient): Sessions => {
  const find: Sessions["find"] = async (c) => {
    const caller = readCaller(c.req.raw.headers);
    if (caller !== undefined) return caller;
    const tokens = cookieValues(c, refreshCookieName);
    for (const token of tokens.slice(0, mostTried)) {
      const session = await renewSession(users, token);
      if (session !== undefined) return start(c, session);
    }
    if (tokens.length > 0 && tokens.length <= mostTried) clearSession(c);
    return undefined;
  };
  return {
    find,
    start,
    need: async (c) => (await find(c)) ?? start(c, await users.createGuest({})),
    account: async (c) => {
      const caller = await find(c);
      return isAccount(caller) ? caller : undefined;
    },
    async end(c) {
      const tokens = cookieValues(c, refreshCookieName).slice(0, mostTried);
      clearSession(c);
      const ended = tokens.map((refreshToken) =>
        users.signOut({ body: { refreshToken }, timeoutSeconds: 2 }).catch((error: unknown) => {
          // The browser's cookies are deleted anyway.
          log.warn({ err: error }, "session not ended at user");
        }),
      );
      await Promise.all(ended);
    },
  };
};

/**
 * Deletes an access cookie that the gateway did not accept: expired, signed with a removed key, or set by another
 * site of the same domain. Otherwise every request would carry it. With several of that name none is deleted: the invalid one
 * may be another site's, and only ours can be deleted from here. The page is then shown as to a new visitor, or the session renewed
 * by the refresh cookie, until the other one expires.
 */
export const takeAwayStaleCookie = (): MiddlewareHandler => async (c, next) => {
  await next();
  if (cookieValues(c, accessCookieName).length !== 1 || readCaller(c.req.raw.headers) !== undefined) return;
  const set = c.res.headers.getSetCookie();
  if (set.some((cookie) => cookie.startsWith(`${accessCookieName}=`))) return;
  deleteCookie(c, accessCookieName, ownCookie(c));
};

/** For a page's script whose stream was refused: a new access cookie, if the session can be renewed. */
export const mountSessionRefresh = (hono: Hono, { sessions }: { sessions: Sessions }): void => {
  hono.post("/session/refresh", async (c) => {
    const caller = await sessions.find(c);
    c.header("cache-control", "no-store");
    return c.body(null, caller === undefined ? 401 : 204);
  });
};
