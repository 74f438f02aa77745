import { formatMoney, type SaleFile } from "@caravan/contracts";
import { table } from "@caravan/terminal";
import { moment } from "../staff/moment.ts";

/** The table of `sale list`. */
export const salesTable = (sales: readonly SaleFile[]): string =>
  table(
    ["SALE", "STATE", "SKU", "PRICE", "OPENS (UTC)", "PIECES", "SOLD", "PAID", "IN LINE"],
    sales.map(({ id, state, sku, price, opensAt, pieces, tickets }) => [
      ...[id, state, sku, formatMoney(price), moment(opensAt)],
      ...[pieces, tickets.admitted, tickets.paid, tickets.waiting].map(String),
    ]),
    [3, 5, 6, 7, 8],
  );

/** All of a sale: terms, figures, who did what. */
export const saleText = (sale: SaleFile): string => {
  const { tickets } = sale;
  const facts = Object.entries({
    sale: sale.id,
    state: sale.state,
    article: `${sale.sku} at ${formatMoney(sale.price)}`,
    open: `${moment(sale.opensAt)} to ${moment(sale.endsAt)}`,
    clock: moment(sale.serverTime),
    pieces: `${sale.pieces}, ${sale.perShopper} a shopper, ${sale.audience}`,
    sold: `${tickets.admitted}, ${tickets.paid} of them paid`,
    line: `${tickets.waiting} of ${sale.line}`,
    "given back": String(tickets.returned),
    "to pay in": `${sale.paySeconds} s`,
    fairness: `${sale.difficulty} bits of work, ${sale.perAddress} an address, lots for ${sale.lotMilliseconds} ms`,
    admission: `${sale.shards} shards, filled ${sale.epoch}×`,
    allotment: sale.allotmentId ?? "-",
  });
  const history = sale.history.map(({ at, what, who, why }) => [moment(at), what, who, why]);
  return [
    facts.map(([name, value]) => `${name.padEnd(12)} ${value}`).join("\n"),
    table(["WHEN (UTC)", "WHAT", "WHO", "WHY"], history),
  ].join("\n\n");
};
