import { formatMoney, type Money } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";

/** A line of an order or of a checkout. */
export interface Line {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  readonly price: Money;
  readonly quantity: number;
  readonly total: Money;
}

/** The lines with their prices and total. */
export const linesTable = (
  lines: readonly Line[],
  total: Money,
): Fragment => html`<table class="lines" role="table">
<caption class="unseen">Your order</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Item</th><th scope="col" role="columnheader" class="number">Price</th><th scope="col" role="columnheader" class="number">Quantity</th><th scope="col" role="columnheader" class="number">Sum</th></tr></thead>
<tbody role="rowgroup">${lines.map((line) => row(line))}</tbody>
<tfoot role="rowgroup"><tr role="row"><th scope="row" role="rowheader" colspan="3">Total</th><td role="cell" class="number"><strong>${formatMoney(total)}</strong></td></tr></tfoot>
</table>`;

// On a phone the table becomes a grid, and some browsers then drop its table semantics: hence the roles.
const row = (line: Line): Fragment => html`<tr role="row">
<th scope="row" role="rowheader"><span class="line-item"><img src="/pictures/${line.sku}.svg" alt="" width="80" height="60" loading="lazy"><a href="/products/${line.productId}">${line.name}</a></span></th>
<td role="cell" class="number">${formatMoney(line.price)}</td><td role="cell" class="number">${line.quantity}</td><td role="cell" class="number">${formatMoney(line.total)}</td></tr>`;
