import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { type Encoded, encode, sendEncoded } from "./encoded.ts";
import { pageUnknown } from "./refusals.ts";

/** A file whose path holds a hash of its content, so that it may be cached for ever. */
export interface Asset {
  readonly path: string;
  readonly mediaType: string;
  readonly body: Encoded;
}

/** @param folder its address without the file's name, such as `/assets` */
export const asset = (folder: string, extension: string, mediaType: string, body: string): Asset => {
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 12);
  return { path: `${folder}/${hash}.${extension}`, mediaType, body: encode(body) };
};

/** Sends a file; one that was asked for under another hash must not be cached. */
const sendAsset = (c: Context, { path, mediaType, body }: Asset): Response => {
  c.header("cache-control", c.req.path === path ? "public, max-age=31536000, immutable" : "no-store");
  return sendEncoded(c, body, mediaType);
};

/**
 * Serves files of one folder by the ending of their names: while two versions of an app run, a page of one may ask the other, and gets its
 * styles.
 */
export const mountAssets = (hono: Hono, folder: string, assets: ReadonlyMap<string, Asset>): void => {
  hono.get(`${folder}/:file`, (c) => {
    const asset = assets.get(c.req.param("file")?.split(".").at(-1) ?? "");
    if (asset === undefined) throw pageUnknown("file");
    return sendAsset(c, asset);
  });
};
