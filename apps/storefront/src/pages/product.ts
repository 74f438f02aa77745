import { formatMoney, type Product } from "@caravan/contracts";
import { html, raw } from "hono/html";
import type { FreePieces } from "../use-cases/stock.ts";
import { categoryPath, type Fragment, type Frame, layout } from "./layout.ts";

export interface ProductPageParts {
  readonly product: Product;
  readonly free: FreePieces;
  /** Why the last attempt to buy did not work. */
  readonly notice?: Notice | undefined;
}

export interface Notice {
  readonly title: string;
  readonly detail: string;
  /** What was typed into the quantity field, to be shown again. */
  readonly quantity: string;
  /** The field itself is wrong, not the circumstances. */
  readonly aboutQuantity: boolean;
}

/** Stands where the idempotency key goes, so that the rest can be kept for all shoppers. */
export const keyPlaceholder = "\u0000idempotency-key\u0000";

const fewPieces = 5;

export const productPage = (frame: Frame, { product, free, notice }: ProductPageParts): Fragment => {
  const category = frame.categories?.find(({ slug }) => slug === product.category);
  return layout(frame, {
    title: `${notice === undefined ? "" : `${notice.title} – `}${product.name} – Caravan`,
    description: product.tagline,
    category: product.category,
    main: html`<div class="wide">
${category === undefined ? "" : html`<nav class="trail" aria-label="Where you are"><a href="/">Everything</a> <span aria-hidden="true">›</span> <a href="${categoryPath(category.slug)}">${category.name}</a></nav>`}
<article class="product">
<div class="product-picture"><img src="${product.picture}" alt="Drawing: ${product.name}" width="800" height="600" fetchpriority="high"></div>
<div class="product-sale">
<h1>${product.name}</h1>
<p class="lead">${product.tagline}</p>
<p class="price price-large">${formatMoney(product.price)}</p>
${notice === undefined ? "" : noticeBox(notice)}
${stockFigure(free)}
${free === 0 ? "" : buyForm(product, free, notice)}
<ul class="promises"><li>Prices with tax, no account needed</li><li>Held for you the moment you buy</li><li>Pressing twice never buys twice</li></ul>
</div>
<div class="product-words">
<h2>What it is</h2>
${product.description.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)}
</div>
<div class="product-facts">
<h2>Facts</h2>
<dl class="facts">${product.facts.map((fact) => html`<div><dt>${fact.name}</dt><dd>${fact.value}</dd></div>`)}<div><dt>Article</dt><dd>${product.sku}</dd></div></dl>
</div>
</article>
</div>`,
  });
};

const stockFigure = (free: FreePieces): Fragment => {
  if (free === undefined)
    return html`<p class="stock stock-unknown">We cannot see the shelves right now. You can still buy; you will know at once whether we have it.</p>`;
  if (free === 0)
    return html`<p class="stock stock-none"><strong>Sold out.</strong> Look again when the next caravan has come in.</p>`;
  if (free <= fewPieces) return html`<p class="stock stock-few"><strong>Only ${free} left</strong></p>`;
  return html`<p class="stock stock-some"><strong>In stock</strong> <span>${free} left</span></p>`;
};

const noticeBox = (notice: Notice): Fragment =>
  html`<div class="notice" role="alert" id="notice"><h2>${notice.title}</h2><p>${notice.detail}</p></div>`;

const buyForm = (product: Product, free: FreePieces, notice: Notice | undefined): Fragment => {
  const wrong =
    notice?.aboutQuantity === true ? html` aria-invalid="true" aria-describedby="notice" autofocus` : "";
  return html`<form class="buy" action="/orders" method="post">
<input type="hidden" name="productId" value="${product.id}">
<input type="hidden" name="idempotencyKey" value="${raw(keyPlaceholder)}">
<div class="quantity"><label for="quantity">Quantity</label>
<input id="quantity" type="number" name="quantity" value="${notice?.quantity ?? "1"}" min="1" max="${Math.min(99, free ?? 99)}" step="1" inputmode="numeric" required${wrong}></div>
<button class="button button-large" type="submit">Buy now</button>
</form>`;
};
