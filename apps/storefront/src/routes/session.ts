import type { Session } from "@caravan/contracts";
import { accessCookieName, type Caller, log, readCaller, requestContext } from "@caravan/service-kit";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { UserClient } from "../clients/user.ts";
import { renewSession } from "../use-cases/renew-session.ts";

export const refreshCookieName = "caravan-refresh";
/** Proof that this browser signed in before. Sent with the sign-in form and nowhere else, and kept when the session ends. */
const deviceCookieName = "caravan-device";
const deviceCookie = { path: "/sign-in", maxAge: 400 * 86_400 };

/** The access cookie goes a little before its token ends, so that no token ends on its way. */
const marginSeconds = 30;

/** Who the shopper of a request is. Whoever only looks around has no session, and nobody is asked for one. */
export interface Sessions {
  /** The shopper, if there is one: the mesh verified the access cookie, or the refresh cookie still gives a new one. */
  find(c: Context): Promise<Caller | undefined>;
  /** The shopper, who becomes a guest now if there was none. */
  need(c: Context): Promise<Caller>;
  /** The shopper, if they have an account. */
  account(c: Context): Promise<Caller | undefined>;
  /** Gives the browser a session; the rest of this request is done in its name. */
  start(c: Context, session: Session): Caller;
  /** Ends the session, here and, if user answers, there. */
  end(c: Context): Promise<void>;
}

const behindTls = (c: Context): boolean => c.req.header("x-forwarded-proto") === "https";
const attributes = (c: Context) =>
  ({ httpOnly: true, sameSite: "Lax", path: "/", secure: behindTls(c) }) as const;

/** Takes a session away from the browser. */
export const clearSession = (c: Context): void => {
  for (const name of [accessCookieName, refreshCookieName]) deleteCookie(c, name, attributes(c));
};

const start: Sessions["start"] = (c, session) => {
  const maxAge = Math.max(session.expiresInSeconds - marginSeconds, 1);
  setCookie(c, accessCookieName, session.accessToken, { ...attributes(c), maxAge });
  setCookie(c, refreshCookieName, session.refreshToken, {
    ...attributes(c),
    maxAge: session.refreshExpiresInSeconds,
  });
  if (session.deviceToken !== undefined)
    setCookie(c, deviceCookieName, session.deviceToken, { ...attributes(c), ...deviceCookie });
  const request = requestContext();
  if (request !== undefined) request.authorization = `Bearer ${session.accessToken}`;
  return { subject: session.subject, scopes: session.scopes };
};

/** What the browser shows when it signs in, so that nobody can keep its owner out. */
export const deviceTokenOf = (c: Context): string | undefined => getCookie(c, deviceCookieName);

export const createSessions = (users: UserClient): Sessions => {
  const find: Sessions["find"] = async (c) => {
    const caller = readCaller(c.req.raw.headers);
    if (caller !== undefined) return caller;
    const refreshToken = getCookie(c, refreshCookieName);
    if (refreshToken === undefined) return undefined;
    const session = await renewSession(users, refreshToken);
    if (session !== undefined) return start(c, session);
    clearSession(c);
    return undefined;
  };
  return {
    find,
    start,
    need: async (c) => (await find(c)) ?? start(c, await users.createGuest({})),
    account: async (c) => {
      const caller = await find(c);
      return caller?.subject.startsWith("usr_") ? caller : undefined;
    },
    async end(c) {
      const refreshToken = getCookie(c, refreshCookieName);
      clearSession(c);
      if (refreshToken === undefined) return;
      await users.signOut({ body: { refreshToken }, timeoutSeconds: 2 }).catch((error: unknown) => {
        // The browser forgets it all the same.
        log.warn({ err: error }, "session not ended at user");
      });
    },
  };
};

/**
 * Takes an access cookie away that the gateway did not believe: expired, signed with a key that is gone, or put there by another
 * site of the same domain. Else every request would carry it on.
 */
export const takeAwayStaleCookie = (): MiddlewareHandler => async (c, next) => {
  await next();
  if (getCookie(c, accessCookieName) === undefined || readCaller(c.req.raw.headers) !== undefined) return;
  const set = c.res.headers.getSetCookie();
  if (set.some((cookie) => cookie.startsWith(`${accessCookieName}=`))) return;
  deleteCookie(c, accessCookieName, attributes(c));
};

/** What the script of a page asks for when its stream was refused: a new access cookie, if one is to be had. */
export const mountSessionRefresh = (hono: Hono, { sessions }: { sessions: Sessions }): void => {
  hono.post("/session/refresh", async (c) => {
    const caller = await sessions.find(c);
    c.header("cache-control", "no-store");
    return c.body(null, caller === undefined ? 401 : 204);
  });
};
