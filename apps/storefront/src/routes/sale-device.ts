import { randomUUID } from "node:crypto";
import { type Sale, SaleDevice } from "@caravan/contracts";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import * as v from "valibot";
import { ownCookie } from "./own-cookie.ts";

/** The name of this browser for sales that limit the shoppers of a device: random, sent to the pages of sales alone, and kept when the session ends. */
const cookieName = "caravan-sale-device";
const cookie = { path: "/sales", maxAge: 400 * 86_400 };

/** What a request to take part says of the browser: nothing, unless the sale needs it. A browser without a name is given one. */
export const deviceFor = (c: Context, { perDevice }: Pick<Sale, "perDevice">): { device?: string } => {
  if (perDevice === undefined) return {};
  const known = v.safeParse(SaleDevice, getCookie(c, cookieName));
  const device = known.success ? known.output : randomUUID();
  setCookie(c, cookieName, device, { ...ownCookie(c), ...cookie });
  return { device };
};
