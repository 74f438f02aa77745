import { isBehindTls } from "@caravan/pages";
import type { Context } from "hono";
import { addressInvalid } from "./refusals.ts";

/** A name or an IP address, and perhaps a port. */
const host = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?$/i;

/** The return address for the bank: this shop, as the browser addressed it. */
export const returnUrl = (c: Context, orderId: string): string => {
  const name = c.req.header("host") ?? "";
  if (!host.test(name)) throw addressInvalid("The request has no valid host.");
  const scheme = isBehindTls(c) ? "https" : "http";
  return `${scheme}://${name}/orders/${orderId}?back=1`;
};
