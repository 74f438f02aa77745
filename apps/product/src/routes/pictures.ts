import { Hono } from "hono";
import { etag } from "hono/etag";
import type { Dependencies } from "../dependencies.ts";
import { pictureUnknown } from "../domain/refusals.ts";

const year = 31_536_000;

/**
 * `GET /pictures/<sku>.svg`. With the hash of its content as `?v=` a picture never changes and is cached for ever; without,
 * or with another version's hash (a canary may have another picture), it is cached for a minute.
 */
export const pictureRoutes = ({ pictures }: Pick<Dependencies, "pictures">): Hono =>
  new Hono().get("/pictures/:file{[A-Z]{3}-[0-9]{4}\\.svg}", etag(), (c) => {
    const picture = pictures.get(c.req.param("file").slice(0, -".svg".length));
    if (picture === undefined) throw pictureUnknown();
    const isPinned = c.req.query("v") === picture.hash;
    return c.body(picture.svg, 200, {
      "cache-control": isPinned ? `public, max-age=${year}, immutable` : "public, max-age=60",
      etag: `"${picture.hash}"`,
      "content-type": "image/svg+xml",
      // A picture opened directly is a document, so it is sandboxed.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
    });
  });
