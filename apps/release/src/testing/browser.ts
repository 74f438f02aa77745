import { createRouter, type Router, scopeHeader, subjectHeader } from "@caravan/service-kit";
import { mountPages } from "../routes/pages.ts";
import { answerProblem } from "../routes/problems.ts";
import type { fakeDesk } from "./fake-desk.ts";
import { ada } from "./played.ts";

/** A browser that opens an app's pages. Without a scope its user is not signed in. */
export const browserOf = (app: Pick<Router, "request">, scope: string | undefined, subject = ada) => {
  const headers = {
    ...{ accept: "text/html", host: "shop.example.com" },
    ...(scope === undefined ? {} : { [subjectHeader]: subject, [scopeHeader]: scope }),
  };
  const form = { "content-type": "application/x-www-form-urlencoded", origin: "http://shop.example.com" };
  return {
    get: (path: string, more: Record<string, string> = {}) =>
      app.request(path, { headers: { ...headers, ...more } }),
    post: (path: string, fields: Record<string, string>, more: Record<string, string> = {}) =>
      app.request(path, {
        method: "POST",
        headers: { ...headers, ...form, ...more },
        body: new URLSearchParams(fields).toString(),
      }),
  };
};

/** The pages as an app of their own, and browsers that open them. */
export const openPages = ({ desk }: Pick<ReturnType<typeof fakeDesk>, "desk">) => {
  const router = createRouter({ app: "release", version: "v1", onProblem: answerProblem });
  mountPages(router, desk);
  return { router, as: (scope: string | undefined, subject?: string) => browserOf(router, scope, subject) };
};
