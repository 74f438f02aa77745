import { type Problem, Refusal, refusalStatus } from "@caravan/contracts";
import { render, sendOnce, wantsPage } from "@caravan/pages";
import { log, useShared } from "@caravan/service-kit";
import type { Context } from "hono";
import type { Frame } from "../pages/layout.ts";
import { problemPage } from "../pages/problem.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";

/** The frame of a page, once the categories are loaded. */
export const loadFrame = async (catalogue: Catalogue): Promise<Frame> => {
  const categories = await catalogue.categories();
  return { categories: categories === undefined ? undefined : useShared(categories) };
};

/** The status of a page with a notice of a refusal; an unexpected error is logged. */
export const statusOf = (c: Context, error: unknown): number => {
  const refusal = error instanceof Refusal ? error : undefined;
  const status = refusal === undefined ? 500 : refusalStatus[refusal.kind];
  if (status >= 500) log.warn({ err: error, path: c.req.routePath }, "refused");
  if (refusal?.retryAfterSeconds !== undefined) c.header("retry-after", String(refusal.retryAfterSeconds));
  return status;
};

/** Browsers get a page; clients that accept JSON, or anything, get the problem document. */
export const answerProblem =
  (catalogue: Catalogue) =>
  (c: Context, problem: Problem): Response | undefined => {
    c.header("cache-control", "no-store");
    c.header("vary", "accept");
    if (!wantsPage(c)) return undefined;
    const categories = catalogue.knownCategories();
    const frame = { categories: categories === undefined ? undefined : useShared(categories) };
    const again = c.req.method === "GET" ? c.req.path + new URL(c.req.url).search : undefined;
    c.status(problem.status as 400);
    return sendOnce(c, render(problemPage(frame, problem, again)), "text/html; charset=UTF-8");
  };
