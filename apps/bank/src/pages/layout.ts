import { html } from "hono/html";
import { stylePath } from "./style.ts";

/** A piece of a page in which all outside text is escaped. */
export type Fragment = ReturnType<typeof html>;

/** A bank's front, as a mark. */
const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path fill="currentColor" d="M16 2 30 9v3H2V9zM5 14h4v10H5zm9 0h4v10h-4zm9 0h4v10h-4zM2 26h28v4H2z"/></svg>`;

/** The frame of all pages. */
export const layout = (title: string, main: Fragment): Fragment => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Bank of Samarkand</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${stylePath}">
<link rel="icon" href="data:,">
</head>
<body>
<header class="bar"><p>${mark}<span>Bank of Samarkand</span></p></header>
<main>
${main}
</main>
<footer>A simulated bank: no real money moves, and nothing of a card is kept.</footer>
</body>
</html>
`;

/** A page with one message. */
export const message = (title: string, text: string, next: Fragment | "" = ""): Fragment =>
  layout(
    title,
    html`<section class="card whole" aria-labelledby="title">
<h1 id="title">${title}</h1>
<p>${text}</p>
${next}</section>`,
  );
