import { hash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";

/** How long a reply may be cached. */
export interface Freshness {
  /** For browsers. */
  readonly browserSeconds: number;
  /** For this process, which spares the database when many visitors open the same page. */
  readonly memorySeconds: number;
  readonly now: () => number;
}

/** A full list is some 25 kB: never more than a few megabytes. */
const mostReplies = 200;

/**
 * Serves read-only pages with `Cache-Control` and an entity tag of the content, and from memory for a short time. Only successful
 * replies are cached, refusals are not. Not for prices that are charged. `hono/etag`, mounted before it, answers 304 to clients that
 * have the same content already.
 */
export const keepFresh = ({ browserSeconds, memorySeconds, now }: Freshness): MiddlewareHandler => {
  const replies = new LRUCache<string, { readonly body: string; readonly etag: string }>({
    ...{ max: mostReplies, ttl: memorySeconds * 1000, ttlResolution: 0, perf: { now } },
  });
  const cacheControl = `public, max-age=${browserSeconds}`;
  return async (c, next) => {
    const key = c.req.url;
    let reply = replies.get(key);
    if (reply === undefined) {
      await next();
      if (c.res.status !== 200) return;
      const body = await c.res.text();
      reply = { body, etag: `"${hash("sha1", body, "base64url")}"` };
      replies.set(key, reply);
    }
    const { body, etag } = reply;
    c.res = c.body(body, 200, { "content-type": "application/json", "cache-control": cacheControl, etag });
  };
};
