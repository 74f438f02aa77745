import {
  formatMoney,
  type ProductSummary,
  type Sale,
  type SaleEntry,
  type SalePlace,
} from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { type Frame, layout } from "./layout.ts";
import { formNotice, type Words } from "./notice.ts";
import { type EntryParts, entryForm } from "./sale-entry.ts";
import { placePart } from "./sale-place.ts";
import { saleIsOn, saleIsOver, saleWords } from "./sale-words.ts";

/** What the page of a sale shows of its visitor. */
export interface Personal {
  /** Undefined: they do not take part. */
  readonly entry: SaleEntry | undefined;
  readonly place: SalePlace | undefined;
  /** Of the click: sent twice, it is decided once. */
  readonly key: string;
  /** Flash did not answer. */
  readonly unknown: boolean;
}

export interface SaleParts {
  readonly sale: Sale;
  /** Undefined when the catalogue is unreachable. */
  readonly product: ProductSummary | undefined;
  readonly moments: Moments;
  /** Undefined: nothing is known of the visitor, and the page is the same for all. */
  readonly personal?: Personal;
  readonly entry: EntryParts;
  readonly notice?: Words | undefined;
  /** Scripts ask again by themselves. */
  readonly askAgain?: boolean;
}

/** The name of what is sold. */
export const soldName = ({ sku }: Sale, product: ProductSummary | undefined): string =>
  product?.name ?? `Article ${sku}`;

/** The page of a sale: countdown, taking part, asking, and what became of it. */
export const salePage = (frame: Frame, parts: SaleParts): Fragment => {
  const { sale, product, personal, notice } = parts;
  const place = personal?.place;
  const name = soldName(sale, product);
  const path = `/sales/${sale.id}`;
  return layout(frame, {
    title: `${notice === undefined ? "" : `${notice.title} – `}${name} – flash sale – Caravan`,
    description: `${name}: ${sale.pieces} pieces at ${formatMoney(sale.price)}.`,
    path: "/sales",
    unlisted: personal !== undefined,
    live: true,
    ...(isMoving(place, saleIsOver(sale)) && {
      refresh: path,
      refreshSeconds: place?.state === "waiting" ? 10 : 3,
    }),
    main: html`<div class="wide narrow">
<nav class="trail" aria-label="Where you are"><a href="/sales">Flash sales</a></nav>
<p id="news" class="unseen" role="status"></p>
<div id="sale" class="sale" data-sale="${sale.id}" data-path="${path}" data-state="${sale.state}" data-opens="${sale.opensAt}" data-ends="${sale.endsAt}" data-now="${sale.serverTime}" data-words="${scriptWords}"${watches(parts) ? html` data-watch` : ""}${place === undefined ? "" : html` data-place="${place.state}" data-order="${place.orderId ?? ""}"`}${parts.askAgain ? html` data-again` : ""}>
<div class="sale-head"><img src="/pictures/${sale.sku}.svg" alt="" width="240" height="180">
<div><h1>${name}</h1>
<p class="price price-large">${formatMoney(sale.price)}</p>
<p class="quiet">${sale.pieces === 1 ? "1 piece" : `${sale.pieces} pieces`}, ${sale.perShopper === 1 ? "one" : sale.perShopper} for each shopper${product === undefined ? "" : html`. Without the sale: <a href="/products/${product.id}">${formatMoney(product.price)}</a>`}</p></div></div>
${formNotice(notice, "to", parts.entry.errors)}
${place === undefined ? "" : personalPart(parts)}
${isDone(parts) ? "" : clock(sale, parts.moments)}
${personal?.unknown ? html`<p class="stock-unknown quiet">Where you stand cannot be looked up right now. Nothing is lost; <a href="${path}">look again</a> in a moment.</p>` : place === undefined ? personalPart(parts) : ""}
${isDone(parts) ? "" : html`<p class="quiet" id="refresh"><a href="${path}">Refresh</a> to see how far it has come.</p>`}
${fairness(sale)}
</div>
</div>`,
  });
};

const personalPart = (parts: SaleParts): Fragment | "" => {
  const { sale, personal } = parts;
  if (personal?.place !== undefined) {
    const { entry, place, key } = personal;
    const mine = placePart(place, saleIsOver(sale), parts.moments, waysOn(parts));
    const asksMore = place.mayAsk === true && entry !== undefined && saleIsOn(sale);
    return asksMore ? html`${mine}${askForm(sale, entry, key, another)}` : mine;
  }
  if (saleIsOver(sale)) return html`<p><a class="button" href="/">To the shop</a></p>`;
  if (personal?.entry === undefined) return entryForm(sale, parts.entry);
  return askForm(sale, personal.entry, personal.key);
};

/** What one who has nothing can do. */
const waysOn = ({ sale, product, personal }: SaleParts): Fragment => {
  const usual = product && html`<a href="/products/${product.id}">buy it at its usual price</a>`;
  const others = html`<a href="/sales">look at other sales</a>`;
  const isFinal = personal?.place?.mayAsk !== true && !saleIsOver(sale);
  return html`<p>${isFinal ? "What went back counts, so you cannot ask again in this sale. " : ""}You can ${usual ? html`${usual}, or ${others}` : others}.</p>`;
};

/** They have paid, and may have no more: nothing is left that would urge them. */
const isDone = ({ sale, personal }: Pick<SaleParts, "sale" | "personal">): boolean =>
  personal?.place?.state === "paid" && !(personal.place.mayAsk === true && saleIsOn(sale));

/** The words of a form that asks. */
const first = { id: "yours", title: "You take part", button: "Get one" };
const another = { id: "another", title: "You may have one more", button: "Get another" };

const askForm = (
  { id, state }: Sale,
  { token, difficulty }: SaleEntry,
  key: string,
  words: typeof first = first,
): Fragment => {
  const isHard = difficulty > 0;
  return html`<section class="tracking" aria-labelledby="${words.id}"><h2 id="${words.id}">${words.title}</h2>
<form id="ask" action="/sales/${id}/ask" method="post" data-difficulty="${difficulty}">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="token" value="${token}"><input type="hidden" name="answer" value="">
<p><button class="button button-large" type="submit"${isHard ? html` disabled` : ""}>${words.button}</button></p>
<p class="quiet" id="ask-hint">${saleIsOn({ state }) ? "One press is enough. Pressing twice gets no second piece." : "The button gets you a piece once the sale is open."}</p>
${isHard ? html`<noscript><p class="notice">This sale needs JavaScript, as your browser has to solve a small sum that keeps machines away. Please switch it on for this shop.</p></noscript>` : ""}
</form></section>`;
};

/** The state of the sale. The script changes it in place, and the styles show what fits it. */
const clock = ({ state, opensAt, endsAt }: Sale, moments: Moments): Fragment =>
  html`<p class="sale-clock"><span class="status" id="sale-badge">${saleWords[state].badge}</span> <span class="when-before">Opens ${moments.moment(opensAt)}</span><span class="when-on">Until ${moments.moment(endsAt)}</span><span class="when-over">Ended ${moments.moment(endsAt)}</span><strong id="countdown" role="timer" aria-live="off"></strong></p>
<p class="lead" id="sale-state">${saleWords[state].lead}</p>`;

const fairness = ({
  lotCommitment,
  lotSeed,
}: Sale): Fragment => html`<details class="fold"><summary>How it is decided</summary>
<p>The server’s clock opens the sale, not yours. Asks of the first moments are ordered by lot, so the fastest line does not win. After that, first come, first served. Everyone gets at most their share.</p>
<p class="quiet">The seed of the lots was fixed beforehand; its SHA-256 is <span class="order-id">${lotCommitment}</span>${lotSeed === null ? ". It is published once the sale is settled." : html`, and it was <span class="order-id">${lotSeed}</span>.`}</p></details>`;

/** Something may still come of it. */
const isMoving = (place: SalePlace | undefined, isOver: boolean): boolean =>
  place?.state === "deciding" ||
  (place?.state === "waiting" && !isOver) ||
  (place?.state === "admitted" && place.orderId === null);

/** One who takes part follows the sale until it is over, or until what they have is settled. */
const watches = ({ sale, personal }: SaleParts): boolean =>
  personal?.entry !== undefined &&
  !(saleIsOver(sale) && ["waiting", "returned"].includes(personal.place?.state ?? "waiting")) &&
  personal.place?.state !== "paid";

/** What the script shows when the state changes. */
const scriptWords = JSON.stringify(saleWords);
