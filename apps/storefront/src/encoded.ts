import { gzipSync } from "node:zlib";
import type { Context } from "hono";

/** Text that is sent more often than it is made: compressed once. */
export interface Encoded {
  readonly plain: string;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

export const encode = (plain: string): Encoded => ({ plain, gzip: new Uint8Array(gzipSync(plain)) });

/** Sends the text as the client can take it. */
export const sendEncoded = (c: Context, { plain, gzip }: Encoded, mediaType: string): Response => {
  c.header("vary", "accept-encoding");
  c.header("content-type", mediaType);
  const accepted = c.req.header("accept-encoding") ?? "";
  if (!/\bgzip\b/.test(accepted) || /\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)/.test(accepted)) return c.body(plain);
  c.header("content-encoding", "gzip");
  return c.body(gzip);
};
