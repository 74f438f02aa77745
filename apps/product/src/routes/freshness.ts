import { hash } from "node:crypto";
import type { MiddlewareHandler } from "hono";

/**
 * Lets browsers reuse a product page's data for a short time and ask cheaply afterwards: `Cache-Control` with an ETag of
 * the content, and 304 when the caller has it already. Only what was found is kept; a refusal is asked again.
 */
export const freshFor = (seconds: number): MiddlewareHandler => {
  const cacheControl = `public, max-age=${seconds}`;
  return async (c, next) => {
    await next();
    if (c.res.status !== 200) return;
    const body = await c.res.text();
    const etag = `"${hash("sha1", body, "base64url")}"`;
    const headers = { "cache-control": cacheControl, etag };
    c.res = holds(c.req.header("if-none-match"), etag)
      ? new Response(null, { status: 304, headers })
      : new Response(body, { headers: { "content-type": "application/json", ...headers } });
  };
};

/** Reports whether `If-None-Match` names this entity tag; weakness does not matter for a GET (RFC 9110, 13.1.2). */
export const holds = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "")
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""))
    .some((tag) => tag === "*" || tag === etag);
