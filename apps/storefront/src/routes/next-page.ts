import { OrderId, SaleId } from "@caravan/contracts";
import type { Context } from "hono";
import * as v from "valibot";
import type { Next } from "../pages/sign-in.ts";

/** Pages to go to after a sign-in: by name, not by address, so that no link can redirect to another site. */
const NextPage = v.fallback(
  v.union([v.picklist(["account", "orders", "cart", "checkout", "releases"]), OrderId, SaleId]),
  "account",
);

/** The name in the address of a sign-in. */
export const nextOf = (c: Context): Next => v.parse(NextPage, c.req.query("next"));

/** The path of that page. */
export const nextPath = (next: Next): string => {
  if (next.startsWith("ord_")) return `/orders/${next}`;
  return next.startsWith("sal_") ? `/sales/${next}` : `/${next}`;
};
