import { formatMoney, type ProductSummary, type Sale } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { restingTent } from "./drawings.ts";
import { type Frame, layout } from "./layout.ts";
import { soldName } from "./sale.ts";
import { saleIsOver, saleWords } from "./sale-words.ts";

/** A sale with what it sells. */
export interface ListedSale {
  readonly sale: Sale;
  readonly product: ProductSummary | undefined;
}

/** The sales that are announced, open, or just over. */
export const salesPage = (
  frame: Frame,
  listed: readonly ListedSale[] | undefined,
  moments: Moments,
): Fragment =>
  layout(frame, {
    title: "Flash sales – Caravan",
    description: "Few pieces at a special price, for a short time, decided fairly.",
    path: "/sales",
    main: html`<div class="wide narrow"><h1>Flash sales</h1>
<p class="lead">Few pieces at a special price. Take part before the opening; the page tells you at once what you get.</p>
${listed === undefined ? html`<p class="stock-unknown quiet">They cannot be looked up right now. Please try again in a moment.</p>` : listed.length === 0 ? none : html`<ul class="orders">${listed.map((one) => card(one, moments))}</ul>`}
</div>`,
  });

const none = html`<div class="empty">${restingTent}<p>None is announced at the moment.</p><p><a class="button" href="/">To the shop</a></p></div>`;

const card = ({ sale, product }: ListedSale, moments: Moments): Fragment => html`<li class="order-card">
<h2><a href="/sales/${sale.id}">${soldName(sale, product)}</a></h2>
<p><span class="status">${saleWords[sale.state].badge}</span> ${saleIsOver(sale) ? "" : sale.state === "scheduled" || sale.state === "warming" ? html`opens ${moments.moment(sale.opensAt)}` : html`until ${moments.moment(sale.endsAt)}`}</p>
<p class="price">${formatMoney(sale.price)}</p></li>
`;

/** A line of the front page that leads to the sales that can still be had; empty without any. */
export const salesBanner = (sales: readonly Sale[] | undefined): Fragment | "" => {
  const [first, second] = (sales ?? []).filter((sale) => !saleIsOver(sale));
  if (first === undefined) return "";
  const href = second === undefined ? `/sales/${first.id}` : "/sales";
  return html`<aside class="notice notice-good" aria-label="Flash sale"><p><strong>Flash sale.</strong> ${saleWords[first.state].badge}: few pieces at ${formatMoney(first.price)}. <a href="${href}">See it</a></p></aside>`;
};
