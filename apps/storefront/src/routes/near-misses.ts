import type { MiddlewareHandler } from "hono";

/** Pages whose address has no part of its own to compare. */
const pages = /^\/(cart|checkout|orders|account|sign-in|sign-up|search)$/i;

/** Redirects from an address that is nearly one of ours: removes trailing and double slashes, and lowercases it. */
export const leadFromNearMisses = (): MiddlewareHandler => async (c, next) => {
  const { path } = c.req;
  // One slash at the beginning only: two would name another host.
  const whole = path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
  const address = pages.test(whole) ? whole.toLowerCase() : whole;
  if (address === path) return next();
  const { search } = new URL(c.req.url);
  // 308 keeps a form a form.
  return c.redirect(`${address}${search}`, c.req.method === "GET" || c.req.method === "HEAD" ? 301 : 308);
};
