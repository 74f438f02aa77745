import { type Order, OrderId, orderAllows } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import * as v from "valibot";
import { ownCookie } from "./own-cookie.ts";

/**
 * A cookie with the order that this browser went to the bank for and that is not known to be paid: a shopper who came
 * back by the browser's back button finds the order by it. It holds the order's id and deadline; the order's page shows the state.
 */
const cookieName = "caravan-waiting";

const Waiting = v.pipe(
  v.string(),
  v.transform((text) => text.split("~")),
  v.tuple([OrderId, v.pipe(v.string(), v.regex(/^[0-9]{10}$/), v.transform(Number))]),
);

/** Records, whenever an order is shown, whether it waits for payment. */
export const noteWaiting = (
  c: Context,
  { id, status, payBy }: Pick<Order, "id" | "status" | "payBy">,
): void => {
  if (orderAllows(status, "pay") && payBy !== null) {
    const until = Math.floor(Date.parse(payBy) / 1000);
    const maxAge = Math.max(until - Math.floor(Date.now() / 1000), 1);
    const value = `${id}~${until}`;
    if (getCookie(c, cookieName) !== value) setCookie(c, cookieName, value, { ...ownCookie(c), maxAge });
  } else if (getCookie(c, cookieName)?.startsWith(id)) forgetWaiting(c);
};

/** When the session ends, or the order belongs to another shopper. */
export const forgetWaiting = (c: Context): void => {
  if (getCookie(c, cookieName) !== undefined) deleteCookie(c, cookieName, ownCookie(c));
};

/** The order of this browser that waits for payment, if one may. */
export const waitingOrder = (c: Context): string | undefined => {
  const waiting = v.safeParse(Waiting, getCookie(c, cookieName));
  if (!waiting.success) return undefined;
  const [id, until] = waiting.output;
  return until > Date.now() / 1000 ? id : undefined;
};

/** The notice of that order. */
export const waitingBanner = (c: Context): Fragment | "" => {
  const id = waitingOrder(c);
  return id === undefined
    ? ""
    : html`<aside class="notice waiting" aria-label="Order waiting for payment"><p><strong>One order waits for payment.</strong> <a href="/orders/${id}">Pay it, or put it back into your cart</a>.</p></aside>`;
};
