import { hash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";

/** How long a reply stays good. */
export interface Freshness {
  /** Browsers may show it this long without asking again. */
  readonly browserSeconds: number;
  /** This process answers from memory this long, which spares the database when everybody looks at the same thing. */
  readonly memorySeconds: number;
  readonly now: () => number;
}

interface Remembered {
  readonly body: string;
  readonly etag: string;
  readonly until: number;
}

/** A full list is some 25 kB: never more than a few megabytes. */
const maximumRemembered = 200;

/**
 * Serves what people only look at: with `Cache-Control` and an ETag of the content, 304 to who has it already, and from
 * memory for a moment. Only what was found is kept, a refusal is asked again. Not for prices that are charged.
 */
export const keepFresh = ({ browserSeconds, memorySeconds, now }: Freshness): MiddlewareHandler => {
  const remembered = new Map<string, Remembered>();
  const cacheControl = `public, max-age=${browserSeconds}`;
  const remember = (key: string, body: string): Remembered => {
    const page = { body, etag: `"${hash("sha1", body, "base64url")}"`, until: now() + memorySeconds * 1000 };
    remembered.delete(key);
    remembered.set(key, page);
    const [oldest] = remembered.keys();
    if (remembered.size > maximumRemembered && oldest !== undefined) remembered.delete(oldest);
    return page;
  };
  const reply = (c: Context, { body, etag }: Remembered): Response => {
    const headers = { "cache-control": cacheControl, etag };
    return holds(c.req.header("if-none-match"), etag)
      ? c.body(null, 304, headers)
      : c.body(body, 200, { "content-type": "application/json", ...headers });
  };
  return async (c, next) => {
    const key = c.req.url;
    const known = remembered.get(key);
    if (known !== undefined && known.until > now()) return reply(c, known);
    await next();
    if (c.res.status !== 200) return;
    c.res = reply(c, remember(key, await c.res.text()));
  };
};

/** Reports whether `If-None-Match` names this entity tag; weakness does not matter for a GET (RFC 9110, 13.1.2). */
export const holds = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "")
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""))
    .some((tag) => tag === "*" || tag === etag);
