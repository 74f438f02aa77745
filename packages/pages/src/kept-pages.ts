import { createHash } from "node:crypto";
import type { Context } from "hono";
import { LRUCache } from "lru-cache";
import { type Encoded, encode, sendEncoded } from "./encoded.ts";

/** A page that is rendered once for many readers. */
export interface KeptPage {
  readonly tag: string;
  readonly body: Encoded;
}

/** The page of a key, rendered again only when one of its inputs has changed. */
export type KeepPage = (key: string, madeOf: readonly unknown[], make: () => string) => KeptPage;

/**
 * Caches pages. What they are made of is replaced, never mutated, so identity shows a change.
 *
 * @param showSize is told how many bytes are kept
 */
export const createKeptPages = (showSize: (bytes: number) => void = () => {}): KeepPage => {
  const pages = new LRUCache<string, { readonly madeOf: readonly unknown[]; readonly page: KeptPage }>({
    max: 500,
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: ({ page: { body } }) => body.plain.length + body.gzip.length,
  });
  return (key, madeOf, make) => {
    const last = pages.get(key);
    if (last !== undefined && madeOf.every((part, index) => part === last.madeOf[index])) return last.page;
    const page = keepable(make());
    pages.set(key, { madeOf, page });
    showSize(pages.calculatedSize);
    return page;
  };
};

const keepable = (body: string): KeptPage => ({
  tag: `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
  body: encode(body),
});

/** A browser that has the same page already gets a 304. */
export const sendUnlessKnown = (c: Context, { tag, body }: KeptPage): Response => {
  c.header("cache-control", "private, no-cache");
  c.header("etag", tag);
  const known = c.req.header("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.includes(tag)) return c.body(null, 304);
  return sendEncoded(c, body, "text/html; charset=UTF-8");
};
