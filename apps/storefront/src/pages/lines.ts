import { formatMoney, type Money } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { type Discount, discountName, lineDiscount, minus } from "./discounts.ts";

/** A line of an order or of a checkout. */
export interface Line {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  readonly price: Money;
  readonly quantity: number;
  /** What promotions take off it; `total` is after that. */
  readonly discount?: Money | undefined;
  readonly total: Money;
}

/** The lines with their prices at list, what promotions take off, and the total. */
export const linesTable = (
  lines: readonly Line[],
  total: Money,
  discounts: readonly Discount[] = [],
): Fragment => html`<table class="lines" role="table">
<caption class="unseen">Your order</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Item</th><th scope="col" role="columnheader" class="number">Price</th><th scope="col" role="columnheader" class="number">Quantity</th><th scope="col" role="columnheader" class="number">Sum</th></tr></thead>
<tbody role="rowgroup">${lines.map((line) => row(line))}</tbody>
<tfoot role="rowgroup">${discounts.length === 0 ? "" : discountRows(lines, discounts)}<tr role="row"><th scope="row" role="rowheader" colspan="3">Total</th><td role="cell" class="number"><strong>${formatMoney(total)}</strong></td></tr></tfoot>
</table>`;

const atList = ({ total, discount }: Line): Money => ({
  ...total,
  amountCents: total.amountCents + (discount?.amountCents ?? 0),
});

const discountRows = (lines: readonly Line[], discounts: readonly Discount[]): Fragment => {
  const cents = lines.reduce((sum, line) => sum + atList(line).amountCents, 0);
  const rows = [
    ["Subtotal", formatMoney({ amountCents: cents, currency: "EUR" })],
    ...discounts.map((each) => [discountName(each), minus(each.discount)]),
  ];
  return html`${rows.map(([name, sum]) => html`<tr role="row" class="sum"><th scope="row" role="rowheader" colspan="3">${name}</th><td role="cell" class="number">${sum}</td></tr>`)}`;
};

// On a phone the table becomes a grid, and some browsers then drop its table semantics: hence the roles.
const row = (line: Line): Fragment => html`<tr role="row">
<th scope="row" role="rowheader"><span class="line-item"><img src="/pictures/${line.sku}.svg" alt="" width="80" height="60" loading="lazy"><a href="/products/${line.productId}">${line.name}</a></span></th>
<td role="cell" class="number">${formatMoney(line.price)}</td><td role="cell" class="number">${line.quantity}</td><td role="cell" class="number">${formatMoney(atList(line))}${lineDiscount(line.discount)}</td></tr>`;
