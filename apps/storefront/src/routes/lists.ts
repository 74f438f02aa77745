import { productRoutes } from "@caravan/contracts";
import { useShared } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import type { Fragment, Frame } from "../pages/layout.ts";
import { listPage, searchPage } from "../pages/list.ts";
import type { Catalogue, ListFilter } from "../use-cases/catalogue.ts";
import { createKeptPages, sendUnlessKnown } from "./kept-pages.ts";
import { loadFrame, render } from "./page-context.ts";
import { addressInvalid, pageUnknown } from "./refusals.ts";

const { q, category, cursor } = productRoutes.listProducts.query.entries;
const ListAddress = v.object({ category, cursor });
const SearchAddress = v.object({ q, category, cursor });

/** The front page, categories and search. */
export const mountLists = (hono: Hono, { catalogue }: { catalogue: Catalogue }): void => {
  const keep = createKeptPages();
  const send = (c: Context, filter: ListFilter, frame: Frame, products: unknown, make: () => Fragment) => {
    const madeOf = [products, frame.categories, frame.servedBy.join()];
    return sendUnlessKnown(
      c,
      keep(c.req.path + JSON.stringify(filter), madeOf, () => render(make())),
    );
  };

  hono.get("/", async (c) => {
    const filter = parse(ListAddress, c);
    const [frame, products] = await Promise.all([loadFrame(catalogue), catalogue.list(filter)]);
    const page = useShared(products);
    const { categories } = frame();
    if (filter.category !== undefined && categories?.some(({ slug }) => slug === filter.category) === false)
      throw pageUnknown("category");
    return send(c, filter, frame(), page, () => listPage(frame(), filter, page));
  });

  hono.get("/search", async (c) => {
    const { q: words, ...rest } = parse(SearchAddress, c);
    const filter = { ...rest, q: words === "" ? undefined : words };
    const frame = await loadFrame(catalogue);
    const products = filter.q === undefined ? undefined : useShared(await catalogue.list(filter));
    return send(c, filter, frame(), products, () => searchPage(frame(), filter, products));
  });
};

const parse = (schema: v.GenericSchema<unknown, ListFilter>, c: Context): ListFilter => {
  const result = v.safeParse(schema, c.req.query());
  if (result.success) return result.output;
  throw addressInvalid(`The address has a part we cannot read: ${v.summarize(result.issues)}`);
};
