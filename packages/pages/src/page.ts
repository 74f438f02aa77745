import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { html } from "hono/html";
import { sendOnce } from "./encoded.ts";

/** A piece of a page in which all outside text is escaped. */
export type Fragment = ReturnType<typeof html>;

/** The text of a page. @throws Error when a part of it is a promise that was not awaited */
export const render = (page: Fragment): string => {
  if (page instanceof Promise) throw new Error("a page holds a promise; await it before rendering");
  return page.toString();
};

/** Pages with the caller's own data are private and never cached. */
export const privatePage = (c: Context, body: string, status = 200): Response => {
  c.header("cache-control", "private, no-cache");
  c.header("vary", "cookie");
  c.status(status as 200);
  return sendOnce(c, body, "text/html; charset=UTF-8");
};

/** Browsers get a page; clients that accept JSON, or anything, get a problem document. */
export const wantsPage = (c: Context): boolean =>
  accepts(c, {
    header: "Accept",
    supports: ["application/problem+json", "application/json", "text/html"],
    default: "application/problem+json",
  }) === "text/html";
