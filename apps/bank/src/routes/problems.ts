import type { Problem } from "@caravan/contracts";
import type { Context } from "hono";
import { message } from "../pages/layout.ts";
import { pageReply } from "./page-reply.ts";

const titles: Readonly<Record<number, string>> = {
  404: "No such payment",
  413: "The form is too large",
  503: "The bank is unavailable",
};

/** Problems as a page, for shoppers. */
export const problemPage = (c: Context, problem: Problem): Promise<Response> => {
  const isOurs = problem.status >= 500;
  const text = isOurs
    ? "We cannot answer at the moment. Reload the page shortly: nothing is paid twice."
    : problem.detail;
  return pageReply(c, message(titles[problem.status] ?? "This did not work", text), problem.status);
};
