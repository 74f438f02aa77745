import { randomUUID } from "node:crypto";
import { limitBody } from "@caravan/body-limit";
import { parseForm } from "@caravan/service-kit";
import type { Context, MiddlewareHandler } from "hono";
import * as v from "valibot";
import { formTooLarge, formUnreadable } from "./refusals.ts";

/** Longer than a checkout of 50 lines to an address in any script. */
const maximumFormBytes = 32 * 1024;

/** Middleware of every route that accepts a form. @throws Refusal `form-too-large` */
export const formLimit = (): MiddlewareHandler =>
  limitBody({
    mostBytes: maximumFormBytes,
    onTooLarge: () => {
      throw formTooLarge();
    },
  });

/** The fields of the form that a request holds. @throws Refusal `form-unreadable` when it holds none */
export const readForm = async (c: Context): Promise<Readonly<Record<string, string>>> => {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
    throw formUnreadable();
  return parseForm(await c.req.arrayBuffer());
};

/** A key for the form of a page: sent twice, it is done once. */
export const newKey = (what: string): string => `${what}_${randomUUID()}`;

/** A key that `newKey` made. */
export const FormKey = v.pipe(v.string(), v.regex(/^[a-z]{3,10}_[0-9a-f-]{36}$/));
