import { OrderId } from "@caravan/contracts";
import type { Context } from "hono";
import * as v from "valibot";
import type { Next } from "../pages/sign-in.ts";

/** Pages to go on to: named, not addressed, so that no link can send anybody elsewhere. */
const NextPage = v.fallback(
  v.union([v.picklist(["account", "orders", "cart", "checkout"]), OrderId]),
  "account",
);

/** What the address of a sign-in names. */
export const nextOf = (c: Context): Next => v.parse(NextPage, c.req.query("next"));

/** Where that is. */
export const nextPath = (next: Next): string => (next.startsWith("ord_") ? `/orders/${next}` : `/${next}`);
