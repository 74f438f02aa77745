import { createHash } from "node:crypto";
import { productRoutes } from "@caravan/contracts";
import { ensureGuest } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { listPage, searchPage } from "../pages/list.ts";
import { use } from "../served.ts";
import type { Catalogue, ListFilter } from "../use-cases/catalogue.ts";
import { loadFrame, render } from "./page-context.ts";
import { addressInvalid, pageUnknown } from "./refusals.ts";

const { q, category, cursor } = productRoutes.listProducts.query.entries;
const ListAddress = v.object({ category, cursor });
const SearchAddress = v.object({ q, category, cursor });

/** The front page, categories and search. */
export const mountLists = (
  hono: Hono,
  { catalogue, shopperKey }: { catalogue: Catalogue; shopperKey: string },
): void => {
  hono.get("/", async (c) => {
    const filter = parse(ListAddress, c);
    await ensureGuest(c, shopperKey);
    const [frame, products] = await Promise.all([loadFrame(catalogue), catalogue.list(filter)]);
    const page = use(products);
    const { categories } = frame();
    if (filter.category !== undefined && categories?.some(({ slug }) => slug === filter.category) === false)
      throw pageUnknown("category");
    return revalidatedPage(c, render(listPage(frame(), filter, page)));
  });

  hono.get("/search", async (c) => {
    const { q: words, ...rest } = parse(SearchAddress, c);
    await ensureGuest(c, shopperKey);
    const filter = { ...rest, q: words === "" ? undefined : words };
    const frame = await loadFrame(catalogue);
    const products = filter.q === undefined ? undefined : use(await catalogue.list(filter));
    return revalidatedPage(c, render(searchPage(frame(), filter, products)));
  });
};

const parse = (schema: v.GenericSchema<unknown, ListFilter>, c: Context): ListFilter => {
  const result = v.safeParse(schema, c.req.query());
  if (result.success) return result.output;
  throw addressInvalid(`The address has a part we cannot read: ${v.summarize(result.issues)}`);
};

/** A browser that has the same page already is told so instead of getting it again. */
const revalidatedPage = (c: Context, body: string): Response => {
  const tag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  c.header("cache-control", "private, no-cache");
  c.header("etag", tag);
  if (
    c.req
      .header("if-none-match")
      ?.split(/\s*,\s*/)
      .includes(tag)
  )
    return c.body(null, 304);
  return c.html(body);
};
