import type { Context } from "hono";
import type { Fragment } from "../pages/layout.ts";

/**
 * Answers with a page that loads nothing but our own style, runs nothing, and is kept nowhere.
 *
 * @param formTarget where the reply to the page's form may lead; browsers hold redirects to `form-action` as well
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
