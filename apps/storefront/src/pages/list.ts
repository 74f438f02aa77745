import { type Category, formatMoney, type ProductSummary, suggestedWords } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { ListFilter, ProductPage } from "../use-cases/catalogue.ts";
import { dunes, lostTrack } from "./drawings.ts";
import { categoryPath, type Frame, layout } from "./layout.ts";

/** The shop's front page, and the list of one category. */
export const listPage = (
  frame: Frame,
  filter: ListFilter,
  products: ProductPage,
  /** Notices above the goods. */
  notices: readonly (Fragment | "")[] = [],
): Fragment => {
  const category = frame.categories?.find(({ slug }) => slug === filter.category);
  const name =
    category?.name ?? (filter.category === undefined ? "Everything for the road" : words(filter.category));
  const isFront = filter.category === undefined && filter.cursor === undefined;
  return layout(frame, {
    title: isFront ? "Caravan – outfitter for long journeys" : `${name} – Caravan`,
    description: isFront
      ? "Tents, lamps, boots, blankets and kitchens for long journeys: made to be carried, mended and trusted."
      : `${name} for long journeys, from Caravan.`,
    path: isFront ? "/" : undefined,
    category: filter.category,
    main: html`${isFront ? welcome : ""}
<div class="wide">
${notices}
<div class="list-head">${isFront ? html`<h2 id="goods">${name}</h2>` : html`<h1>${name}</h1>`}
${category === undefined ? "" : html`<p class="quiet">${pieces(category.productCount)}</p>`}</div>
${products.items.length === 0 ? nothingHere : productGrid(products.items, isFront ? "h3" : "h2")}
${pagination("/", filter, products.nextCursor)}
</div>`,
  });
};

/** Search results, or an empty search page. */
export const searchPage = (frame: Frame, filter: ListFilter, products: ProductPage | undefined): Fragment =>
  layout(frame, {
    title: filter.q === undefined ? "Search – Caravan" : `“${filter.q}” – Caravan`,
    description: "Search everything Caravan has for long journeys.",
    words: filter.q,
    unlisted: true,
    main: html`<div class="wide">
<div class="list-head"><h1>${filter.q === undefined ? "What are you looking for?" : html`${products?.items.length === 0 ? "No results" : results(products)} for “${filter.q}”`}</h1></div>
${products === undefined ? categoryChoice(frame.categories) : found(frame, filter, products)}
</div>`,
  });

const results = (products: ProductPage | undefined): string => {
  const count = products?.items.length ?? 0;
  if (products?.nextCursor !== undefined) return `${count} and more results`;
  return count === 1 ? "1 result" : `${count} results`;
};

const found = (frame: Frame, filter: ListFilter, products: ProductPage): Fragment =>
  products.items.length === 0
    ? html`<div class="empty">${lostTrack}<p>Try fewer words, or one of these: ${suggestions}.</p></div>
${categoryChoice(frame.categories)}`
    : html`${productGrid(products.items, "h2")}${pagination("/search", filter, products.nextCursor)}`;

/** Links to searches that have results. */
const suggestions = suggestedWords.map(
  (word, index) =>
    html`${index === 0 ? "" : ", "}<a href="/search?q=${encodeURIComponent(word)}">${word}</a>`,
);

const categoryChoice = (categories: readonly Category[] | undefined): Fragment | "" =>
  categories === undefined
    ? ""
    : html`<h2>Look around instead</h2>
<ul class="choice">${categories.map(
        ({ slug, name, productCount }) =>
          html`<li><a href="${categoryPath(slug)}">${name}<small>${pieces(productCount)}</small></a></li>`,
      )}</ul>`;

const welcome = html`<section class="welcome" aria-labelledby="welcome">
<div class="wide welcome-words"><h1 id="welcome">Outfitter for long&nbsp;journeys</h1>
<p>Canvas, wool, brass and good leather. Everything here has been carried far before we sold it.</p>
<a class="button" href="#goods">Shop all</a></div>
${dunes}
</section>`;

const nothingHere = html`<div class="empty">${lostTrack}<p>The shelves are bare here. <a href="/">See everything</a> instead.</p></div>`;

const productGrid = (items: readonly ProductSummary[], heading: "h2" | "h3"): Fragment =>
  html`<ul class="grid">
${items.map((item, index) => card(item, heading, index < 4))}</ul>`;

const card = (item: ProductSummary, heading: "h2" | "h3", early: boolean): Fragment => html`<li class="card">
<img src="${item.picture}" alt="" width="400" height="300" decoding="async"${early ? "" : html` loading="lazy"`}>
${heading === "h2" ? html`<h2>${cardLink(item)}</h2>` : html`<h3>${cardLink(item)}</h3>`}
<p class="tagline">${item.tagline}</p>
<p class="price">${formatMoney(item.price)}</p>
</li>
`;

const cardLink = (item: ProductSummary): Fragment => html`<a href="/products/${item.id}">${item.name}</a>`;

/** Links to the first and to the next page of a list. */
export const pagination = (
  path: string,
  { cursor, ...filter }: ListFilter,
  nextCursor: string | undefined,
): Fragment | "" => {
  if (cursor === undefined && nextCursor === undefined) return "";
  const href = (further: Record<string, string>) => {
    const query = new URLSearchParams({ ...given(filter), ...further }).toString();
    return query === "" ? path : `${path}?${query}`;
  };
  return html`<nav class="pagination" aria-label="Pages">
${cursor === undefined ? "" : html`<a class="button quiet-button" href="${href({})}">Back to the beginning</a>`}
${nextCursor === undefined ? "" : html`<a class="button" rel="next" href="${href({ cursor: nextCursor })}">Next page</a>`}
</nav>`;
};

const given = (filter: ListFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const pieces = (count: number): string => (count === 1 ? "1 product" : `${count} products`);

const words = (slug: string): string =>
  `${slug.charAt(0).toUpperCase()}${slug.slice(1).replaceAll("-", " ")}`;
