import { type Asset, asset, foundation, timesScript } from "@caravan/pages";
import { icon } from "./icon.ts";
import { liveScript } from "./script-live.ts";
import { chartStyle } from "./style-charts.ts";
import { frameStyle } from "./style-frame.ts";
import { partStyle } from "./style-parts.ts";

/** Below the pages' own prefix, since the shop's pages have another `/assets`. */
export const assetFolder = "/releases/assets";

const stylesheet = asset(
  ...([assetFolder, "css", "text/css; charset=utf-8"] as const),
  foundation + frameStyle + partStyle + chartStyle,
);
const script = asset(
  ...([assetFolder, "js", "text/javascript; charset=utf-8"] as const),
  timesScript + liveScript,
);
const favicon = asset(assetFolder, "svg", "image/svg+xml", icon);

export const stylesheetPath: string = stylesheet.path;
export const scriptPath: string = script.path;
export const iconPath: string = favicon.path;

/** By the ending of the name: a page of another version of this app names another hash and still gets the file. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ["css", stylesheet],
  ["js", script],
  ["svg", favicon],
]);
