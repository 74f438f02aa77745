import { formatMoney, type SaleFile, type SaleRehearsal } from "@caravan/contracts";
import { table } from "@caravan/terminal";
import { fileText } from "../staff/file-text.ts";
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
  const facts = {
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
    fairness: `${sale.difficulty} bits of work, ${sale.perAddress} an address, ${sale.perDevice === undefined ? "" : `${sale.perDevice} a device, `}lots for ${sale.lotMilliseconds} ms`,
    admission: `${sale.shards} shards, filled ${sale.epoch}×`,
    allotment: sale.allotmentId ?? "-",
  };
  return fileText(facts, sale.history);
};

/** How a rehearsal went, in words. */
export const rehearsalText = (went: SaleRehearsal): string => {
  const told = Object.entries(went.told).map(([what, count]) => `${count} ${what}`);
  const facts = Object.entries({
    shoppers: `${went.shoppers}, of whose clicks ${went.clicks} were decided in ${went.seconds.toFixed(1)} s`,
    told: told.join(", "),
    sold: `${went.sold}${went.soldOutSeconds === null ? ", so pieces are left" : `, the last after ${went.soldOutSeconds.toFixed(2)} s`}`,
    line: String(went.waiting),
    decision: `p50 ${went.p50Milliseconds.toFixed(1)} ms, p99 ${went.p99Milliseconds.toFixed(1)} ms`,
  });
  return facts.map(([name, text]) => `${name.padEnd(9)} ${text}`).join("\n");
};
