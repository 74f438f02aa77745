import type { Problem } from "@caravan/contracts";
import { render, sendOnce, wantsPage } from "@caravan/pages";
import { readCaller } from "@caravan/service-kit";
import type { Context } from "hono";
import { home } from "../pages/layout.ts";
import { problemPage } from "../pages/problem.ts";

/** A problem as a page, below the pages' own address and for browsers; undefined: as a problem document. */
export const answerProblem = (c: Context, problem: Problem): Response | undefined => {
  const isPage = c.req.path === home || c.req.path.startsWith(`${home}/`);
  if (!isPage || !wantsPage(c)) return undefined;
  c.header("cache-control", "no-store");
  c.header("vary", "accept");
  c.status(problem.status as 400);
  const again = c.req.method === "GET" ? c.req.path : undefined;
  const { subject } = readCaller(c.req.raw.headers) ?? {};
  return sendOnce(c, render(problemPage(problem, { again, subject })), "text/html; charset=UTF-8");
};
