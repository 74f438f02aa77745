import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { iconPath, scriptPath, stylesheetPath } from "../assets/assets.ts";
import type { Reader } from "./spoken.ts";

/** Where the pages of releases begin. */
export const home = "/releases";

export interface Page {
  readonly title: string;
  /** None where it is not known who reads. */
  readonly reader?: Reader | undefined;
  /** It follows what it shows, if scripts run. */
  readonly isLive?: boolean;
  readonly main: Fragment;
}

const mark = html`<svg class="brand-mark" viewBox="0 0 32 24" width="32" height="24" aria-hidden="true"><path class="mark-before" d="M2 20H12V14H20V8H30"/><path class="mark-new" d="M2 20H12V14H20V8H30V2"/></svg>`;

export const layout = ({ title, reader, isLive, main }: Page): Fragment => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Caravan releases</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fbf6ec" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#10191c" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="${stylesheetPath}">
<link rel="icon" href="${iconPath}" type="image/svg+xml">
${isLive ? html`<script src="${scriptPath}" defer></script>` : ""}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="masthead"><div class="wide masthead-row">
<a class="brand" href="${home}">${mark}<span>Releases</span></a>
${reader ? html`<p class="who">${reader.isManager ? "release manager" : "viewer"}<span class="unseen">, signed in as</span> <abbr title="${reader.subject}">…${reader.subject.slice(-6)}</abbr></p>` : ""}
</div></header>
<main id="main" tabindex="-1">
<p class="wide" id="news" role="status"></p>
${main}
</main>
</body>
</html>
`;
