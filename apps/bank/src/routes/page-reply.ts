import type { Context } from "hono";
import type { Fragment } from "../pages/layout.ts";

/**
 * Replies with a page that loads only our own style, runs no script, and is not cached.
 *
 * @param formTarget the origin that the page's form may redirect to; browsers apply `form-action` to redirects as well
 */
export const pageReply = async (
  c: Context,
  page: Fragment,
  status: number,
  formTarget?: string,
): Promise<Response> => {
  const target = formTarget === undefined ? "'none'" : `'self' ${formTarget}`;
  c.header(
    "content-security-policy",
    `default-src 'none'; style-src 'self'; img-src data:; form-action ${target}; base-uri 'none'; frame-ancestors 'none'`,
  );
  c.header("content-type", "text/html; charset=utf-8");
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  c.header("x-content-type-options", "nosniff");
  c.header("x-frame-options", "DENY");
  return c.body(String(await page), status as 200);
};
