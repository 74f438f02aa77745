import { gzipSync } from "node:zlib";
import type { Context } from "hono";

/** Text that is sent more often than it is rendered: compressed once. */
export interface Encoded {
  readonly plain: string;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

export const encode = (plain: string): Encoded => ({ plain, gzip: new Uint8Array(gzipSync(plain)) });

/** Sends the text in an encoding that the client accepts. */
export const sendEncoded = (c: Context, { plain, gzip }: Encoded, mediaType: string): Response =>
  send(
    c,
    mediaType,
    () => plain,
    () => gzip,
  );

/** Shorter texts fit into one packet uncompressed. */
const worthCompressing = 1000;

/** Sends text that was rendered for this one reply: compressed quickly, if the client accepts it. */
export const sendOnce = (c: Context, plain: string, mediaType: string): Response =>
  plain.length < worthCompressing
    ? send(c, mediaType, () => plain)
    : send(
        c,
        mediaType,
        () => plain,
        () => new Uint8Array(gzipSync(plain, { level: 4 })),
      );

const send = (
  c: Context,
  mediaType: string,
  plain: () => string,
  gzip?: () => Uint8Array<ArrayBuffer>,
): Response => {
  c.header("vary", "accept-encoding", { append: true });
  c.header("content-type", mediaType);
  if (gzip === undefined || !takesGzip(c)) return c.body(plain());
  c.header("content-encoding", "gzip");
  return c.body(gzip());
};

const takesGzip = (c: Context): boolean => {
  const accepted = c.req.header("accept-encoding") ?? "";
  return /\bgzip\b/.test(accepted) && !/\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)/.test(accepted);
};
