import { formatMoney, type Money } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";

/** A promotion that takes something off, as a quote or an order names it. */
export interface Discount {
  readonly name: string;
  readonly code: string | null;
  readonly discount: Money;
  /** Why, in words. */
  readonly why?: string;
}

/** `− € 5.00` */
export const minus = (money: Money): string => `− ${formatMoney(money)}`;

/** The name, with the code that was typed. */
export const discountName = ({ name, code }: Discount): string =>
  code === null ? name : `${name} (${code})`;

/** What promotions take off one line; nothing without them. */
export const lineDiscount = (discount: Money | undefined): Fragment | "" =>
  discount === undefined || discount.amountCents === 0
    ? ""
    : html`<small class="off"><span class="unseen">less discounts of </span>${minus(discount)}</small>`;
