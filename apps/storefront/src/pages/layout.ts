import { type Category, suggestedWords } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { faviconPath, scriptPath, stylesheetPath } from "../assets/assets.ts";
import { brandMark } from "./drawings.ts";

/** The frame of a page around its own part. */
export interface Frame {
  /** Undefined when product is unreachable: the page then shows no categories. */
  readonly categories: readonly Category[] | undefined;
}

export interface Page {
  readonly title: string;
  readonly description: string;
  /** Path of the page, to mark the current entry of the navigation. */
  readonly path?: string | undefined;
  readonly category?: string | undefined;
  /** Words in the search field. */
  readonly words?: string | undefined;
  /** Keeps the page out of search engines. */
  readonly unlisted?: boolean;
  /** The page has live updates, or times, if scripts run. */
  readonly live?: boolean;
  /** Where the page redirects after some seconds, if no scripts run. */
  readonly refresh?: string | undefined;
  /** After how many; 3 if absent. */
  readonly refreshSeconds?: number;
  readonly main: Fragment;
}

export const layout = (frame: Frame, page: Page): Fragment => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<meta name="description" content="${page.description}">
${page.unlisted ? html`<meta name="robots" content="noindex">` : ""}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fbf6ec" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#10191c" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="${stylesheetPath}">
<link rel="icon" href="${faviconPath}" type="image/svg+xml">
${page.refresh === undefined ? "" : html`<noscript><meta http-equiv="refresh" content="${page.refreshSeconds ?? 3};url=${page.refresh}"></noscript>`}
${page.live ? html`<script src="${scriptPath}" defer></script>` : ""}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="masthead">
<div class="wide masthead-row">
<a class="brand" href="/"${page.path === "/" ? html` aria-current="page"` : ""}>${brandMark}<span>Caravan</span></a>
<form class="search" role="search" action="/search" method="get">
<label class="unseen" for="words">Search the shop</label>
<input id="words" type="search" name="q" maxlength="100" placeholder="${placeholder}" value="${page.words ?? ""}">
<button type="submit">Search</button>
</form>
<nav class="personal" aria-label="Yours"><ul>${personal.map(([href, name]) => html`<li><a href="${href}"${page.path === href ? html` aria-current="page"` : ""}>${name}</a></li>`)}</ul></nav>
</div>
${categoryNavigation(frame.categories, page)}
</header>
<main id="main" tabindex="-1">
${page.main}
</main>
${footer}
</body>
</html>
`;

/** `Tents, lamps, boots …` */
const placeholder = `${suggestedWords
  .slice(0, 3)
  .join(", ")
  .replace(/^./, (first) => first.toUpperCase())} …`;

const personal = [
  ["/orders", "Orders"],
  ["/account", "Account"],
  ["/cart", "Cart"],
] as const;

const categoryNavigation = (categories: readonly Category[] | undefined, page: Page): Fragment | "" => {
  if (categories === undefined || categories.length === 0) return "";
  const entry = (href: string, name: string, here: boolean) =>
    html`<li><a href="${href}"${here ? html` aria-current="page"` : ""}>${name}</a></li>
`;
  return html`<nav class="categories" aria-label="Categories"><ul class="wide">
${entry("/", "Everything", page.path === "/" && page.category === undefined)}${categories.map(({ slug, name }) => entry(categoryPath(slug), name, page.category === slug))}</ul></nav>`;
};

/** The list of one category. */
export const categoryPath = (slug: string): string => `/?category=${encodeURIComponent(slug)}`;

const footer = html`<footer class="footer">
<div class="wide footer-columns">
<section aria-labelledby="about"><h2 id="about">Caravan</h2>
<p>Outfitter for long journeys. Things that can be mended, carried and trusted where the road ends.</p></section>
<nav aria-labelledby="ways"><h2 id="ways">Find your way</h2>
<ul><li><a href="/">All goods</a></li><li><a href="/sales">Flash sales</a></li><li><a href="/search">Search</a></li><li><a href="/orders">Your orders</a></li><li><a href="/account">Your account</a></li></ul></nav>
</div>
</footer>`;
