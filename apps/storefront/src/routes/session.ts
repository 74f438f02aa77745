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

/**
 * All values of a cookie. There is more than one when another site of the same domain set one by that name, or one for a path:
 * the browser sends them all and says of none where it is from.
 */
const cookieValues = (c: Context, name: string): string[] =>
  (c.req.header("cookie") ?? "").split(";").flatMap((pair) => {
    const [key, ...value] = pair.split("=");
    return key?.trim() === name ? [value.join("=").trim()] : [];
  });

/** Ours and two of others; whoever puts in more keeps the shopper out of this session, but does not end it. */
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
      return caller?.subject.startsWith("usr_") ? caller : undefined;
    },
    async end(c) {
      const tokens = cookieValues(c, refreshCookieName).slice(0, mostTried);
      clearSession(c);
      const ended = tokens.map((refreshToken) =>
        users.signOut({ body: { refreshToken }, timeoutSeconds: 2 }).catch((error: unknown) => {
          // The browser forgets it all the same.
          log.warn({ err: error }, "session not ended at user");
        }),
      );
      await Promise.all(ended);
    },
  };
};

/**
 * Takes an access cookie away that the gateway did not believe: expired, signed with a key that is gone, or put there by another
 * site of the same domain. Else every request would carry it on. Of several by that name nothing is taken away: the one that was
 * not believed may be another site's, and only ours can be deleted from here. Then a page is shown as to nobody, or renewed by the
 * refresh cookie, until the other one ends.
 */
export const takeAwayStaleCookie = (): MiddlewareHandler => async (c, next) => {
  await next();
  if (cookieValues(c, accessCookieName).length !== 1 || readCaller(c.req.raw.headers) !== undefined) return;
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
