import { hash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";

/** How long a reply stays good. */
export interface Freshness {
  /** Browsers may show it this long without asking again. */
  readonly browserSeconds: number;
  /** This process answers from memory this long, which spares the database when everybody looks at the same thing. */
  readonly memorySeconds: number;
  readonly now: () => number;
}

/** A full list is some 25 kB: never more than a few megabytes. */
const mostReplies = 200;

/**
 * Serves what people only look at: with `Cache-Control` and an entity tag of the content, and from memory for a moment. Only what
 * was found is kept, a refusal is asked again. Not for prices that are charged. `hono/etag`, mounted before it, tells those who have
 * the same content already.
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
