import { mountAssets as mountFiles } from "@caravan/pages";
import type { Hono } from "hono";
import { assetFolder, assets, faviconPath } from "../assets/assets.ts";

const robots = `User-agent: *
Disallow: /orders
Disallow: /search
Disallow: /cart
Disallow: /checkout
Disallow: /account
Disallow: /sign-in
Disallow: /sign-up
`;

/** Styles, script and icon, named by their content; and robots.txt. */
export const mountAssets = (hono: Hono): void => {
  mountFiles(hono, assetFolder, assets);
  hono.get("/favicon.ico", (c) => c.redirect(faviconPath, 302));
  hono.get("/robots.txt", (c) => {
    c.header("cache-control", "public, max-age=3600");
    return c.text(robots);
  });
};
