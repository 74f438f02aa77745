import { formatMoney, type SaleFile, type SaleRehearsal } from "@caravan/contracts";
import { table } from "@caravan/terminal";
import { fileText } from "../staff/file-text.ts";
import { moment, whenColumn } from "../staff/moment.ts";

/** The table of `sale list`. */
export const salesTable = (sales: readonly SaleFile[]): string =>
  table(
    [
      "SALE",
      "STATE",
      { name: "SKU", drop: 4 },
      { name: "PRICE", drop: 1 },
      whenColumn("OPENS (UTC)"),
      "PIECES",
      "SOLD",
      { name: "PAID", drop: 2 },
      { name: "IN LINE", drop: 3 },
    ],
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

const counted = (count: number): string => count.toLocaleString("en-GB");

/** What a click was told, in words; others are shown as they are. */
const toldWords: Readonly<Record<string, string>> = {
  admitted: "have a piece",
  waiting: "are in line",
  "sold-out": "it is sold out",
};

/** How a rehearsal went, in words: what shoppers have, each once, and what their clicks were told. */
export const rehearsalText = (went: SaleRehearsal): string => {
  const { outcome, clicksLeft = 0, soldOutSeconds } = went;
  const told = Object.entries(went.told).map(
    ([what, count]) => `${counted(count)} “${toldWords[what] ?? what}”`,
  );
  const has = outcome && [
    ...[`${counted(outcome.piece)} got pieces`, `${counted(outcome.place)} a place in line`],
    ...[
      `${counted(outcome.nothing)} nothing`,
      ...(outcome.untold === 0 ? [] : [`${counted(outcome.untold)} no answer`]),
    ],
  ];
  const facts = Object.entries({
    shoppers: `${counted(went.shoppers)}${has === undefined ? "" : `: ${has.join(", ")}`}`,
    pieces: `${counted(went.sold)} sold, ${soldOutSeconds === null ? "some are left" : `the last after ${soldOutSeconds.toFixed(2)} s`}`,
    line: `${counted(went.waiting)} places taken`,
    clicks: `${counted(went.clicks)} answered in ${went.seconds.toFixed(1)} s, one to five of a shopper${clicksLeft === 0 ? "" : `; time was over before ${counted(clicksLeft)} more`}`,
    told: `${told.join(", ")} (clicks: who presses again is told the same again)`,
    answer: `half of the clicks within ${went.p50Milliseconds.toFixed(1)} ms, 99 of 100 within ${went.p99Milliseconds.toFixed(1)} ms`,
  });
  return facts.map(([name, text]) => `${name.padEnd(9)} ${text}`).join("\n");
};
