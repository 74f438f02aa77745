import { createHash } from "node:crypto";
import type { Context } from "hono";
import { type Encoded, encode, sendEncoded } from "./encoded.ts";

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

/** Sends a file; one that was asked for under another hash must not be cached: two versions of an app run side by side. */
export const sendAsset = (c: Context, { path, mediaType, body }: Asset): Response => {
  c.header("cache-control", c.req.path === path ? "public, max-age=31536000, immutable" : "no-store");
  return sendEncoded(c, body, mediaType);
};
