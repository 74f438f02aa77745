import { isBehindTls } from "@caravan/pages";
import type { Context } from "hono";

/** How every cookie of the shop is set: no script reads it, no other site's form sends it, and behind TLS it is never sent without. */
export const ownCookie = (c: Context) =>
  ({ httpOnly: true, sameSite: "Lax", path: "/", secure: isBehindTls(c) }) as const;
