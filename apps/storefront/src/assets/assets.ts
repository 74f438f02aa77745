import { createHash } from "node:crypto";
import { type Encoded, encode } from "../encoded.ts";
import { favicon } from "./favicon.ts";
import { liveScript } from "./script-live.ts";
import { timesScript } from "./script-times.ts";
import { cart } from "./style-cart.ts";
import { forms } from "./style-forms.ts";
import { foundation } from "./style-foundation.ts";
import { frame } from "./style-frame.ts";
import { goods } from "./style-goods.ts";
import { orders } from "./style-orders.ts";

/** A file whose path holds a hash of its content, so that it may be cached for ever. */
export interface Asset {
  readonly path: string;
  readonly mediaType: string;
  readonly body: Encoded;
}

const asset = (extension: string, mediaType: string, body: string): Asset => {
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 12);
  return { path: `/assets/${hash}.${extension}`, mediaType, body: encode(body) };
};

const stylesheet = asset(
  "css",
  "text/css; charset=utf-8",
  [foundation, frame, goods, forms, cart, orders].join(""),
);
const script = asset("js", "text/javascript; charset=utf-8", timesScript + liveScript);
const icon = asset("svg", "image/svg+xml", favicon);

export const stylesheetPath: string = stylesheet.path;
export const scriptPath: string = script.path;
export const faviconPath: string = icon.path;

/** By file name's extension: a page of another version of the shop names another hash and still gets the file. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ["css", stylesheet],
  ["js", script],
  ["svg", icon],
]);
