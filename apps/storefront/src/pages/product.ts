import { formatMoney, type Product } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { FreePieces } from "../use-cases/stock.ts";
import { categoryPath, type Frame, layout } from "./layout.ts";
import { noticeBox, type Words } from "./notice.ts";
import { type RuleParts, ruleList } from "./rules.ts";

export interface ProductPageParts {
  readonly product: Product;
  readonly free: FreePieces;
  readonly discounts: RuleParts;
  /** Why the product was not added to the cart. */
  readonly notice?: QuantityNotice | undefined;
}

export interface QuantityNotice extends Words {
  /** The input of the quantity field, to be shown again. */
  readonly quantity: string;
  /** The quantity is invalid. */
  readonly aboutQuantity: boolean;
}

const fewPieces = 5;

export const productPage = (
  frame: Frame,
  { product, free, discounts, notice }: ProductPageParts,
): Fragment => {
  const category = frame.categories?.find(({ slug }) => slug === product.category);
  return layout(frame, {
    title: `${notice === undefined ? "" : `${notice.title} – `}${product.name} – Caravan`,
    description: product.tagline,
    category: product.category,
    // Until when a rule counts is said in the browser's time zone.
    live: discounts.rules.length > 0,
    main: html`<div class="wide">
${category === undefined ? "" : html`<nav class="trail" aria-label="Where you are"><a href="/">Everything</a> <span aria-hidden="true">›</span> <a href="${categoryPath(category.slug)}">${category.name}</a></nav>`}
<article class="product">
<div class="product-picture"><img src="${product.picture}" alt="Drawing: ${product.name}" width="800" height="600" fetchpriority="high"></div>
<div class="product-sale">
<h1>${product.name}</h1>
<p class="lead">${product.tagline}</p>
<p class="price price-large">${formatMoney(product.price)}</p>
${ruleList(product, discounts, frame)}
${noticeBox(notice)}
${stockFigure(free)}
${free === 0 ? "" : buyForm(product, free, notice)}
<ul class="promises"><li>VAT included, no account needed</li><li>Reserved as soon as you order</li><li>Can be returned once it has arrived</li></ul>
</div>
<div class="product-words">
<h2>Description</h2>
${product.description.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)}
</div>
<div class="product-facts">
<h2>Details</h2>
<dl class="facts">${product.facts.map((fact) => html`<div><dt>${fact.name}</dt><dd>${fact.value}</dd></div>`)}<div><dt>Item no.</dt><dd>${product.sku}</dd></div></dl>
</div>
</article>
</div>`,
  });
};

const stockFigure = (free: FreePieces): Fragment => {
  if (free === undefined)
    return html`<p class="stock stock-unknown">Stock can't be checked right now. You can still order; you will know at once whether we have it.</p>`;
  if (free === 0) return html`<p class="stock stock-none"><strong>Sold out.</strong></p>`;
  if (free <= fewPieces) return html`<p class="stock stock-few"><strong>Only ${free} left</strong></p>`;
  return html`<p class="stock stock-some"><strong>In stock</strong></p>`;
};

const buyForm = (product: Product, free: FreePieces, notice: QuantityNotice | undefined): Fragment => {
  const wrong =
    notice?.aboutQuantity === true ? html` aria-invalid="true" aria-describedby="notice" autofocus` : "";
  return html`<form class="buy" action="/cart" method="post">
<input type="hidden" name="productId" value="${product.id}">
<div class="quantity"><label for="quantity">Quantity</label>
<input id="quantity" type="number" name="quantity" value="${notice?.quantity ?? "1"}" min="1" max="${Math.min(99, free ?? 99)}" step="1" inputmode="numeric" required${wrong}></div>
<button class="button button-large" name="do" value="add">Add to cart</button>
</form>`;
};
