import { type Asset, asset, foundation, timesScript } from "@caravan/pages";
import { favicon } from "./favicon.ts";
import { liveScript } from "./script-live.ts";
import { saleScript } from "./script-sale.ts";
import { streamScript } from "./script-stream.ts";
import { cart } from "./style-cart.ts";
import { forms } from "./style-forms.ts";
import { frame } from "./style-frame.ts";
import { goods } from "./style-goods.ts";
import { orders } from "./style-orders.ts";
import { sales } from "./style-sales.ts";

export const assetFolder = "/assets";

const stylesheet = asset(
  assetFolder,
  "css",
  "text/css; charset=utf-8",
  [foundation, frame, goods, forms, cart, orders, sales].join(""),
);
const script = asset(
  assetFolder,
  "js",
  "text/javascript; charset=utf-8",
  [timesScript, streamScript, liveScript, saleScript].join(""),
);
const icon = asset(assetFolder, "svg", "image/svg+xml", favicon);

export const stylesheetPath: string = stylesheet.path;
export const scriptPath: string = script.path;
export const faviconPath: string = icon.path;

/** By file name's extension: a page of another version of the shop names another hash and still gets the file. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ["css", stylesheet],
  ["js", script],
  ["svg", icon],
]);
