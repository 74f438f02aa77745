import { type Category, fieldErrors, productRoutes } from "@caravan/contracts";
import {
  createKeptPages,
  type Fragment,
  pageUnknown,
  privatePage,
  render,
  sendUnlessKnown,
} from "@caravan/pages";
import { useShared } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { categoryPath, type Frame } from "../pages/layout.ts";
import { listPage, searchPage } from "../pages/list.ts";
import { salesBanner } from "../pages/sales.ts";
import type { ListFilter } from "../use-cases/catalogue.ts";
import { loadFrame } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { addressInvalid } from "./refusals.ts";
import { waitingBanner } from "./waiting-order.ts";

const { q, category, cursor } = productRoutes.listProducts.query.entries;
const ListAddress = v.object({ category, cursor });
const SearchAddress = v.object({ q, category, cursor });

/** The front page, categories and search. */
export const mountLists = (hono: Hono, dependencies: Parts): void => {
  const { catalogue, sales } = dependencies;
  const keep = createKeptPages((bytes) => dependencies.showKeptPages("lists", bytes));
  const send = (
    c: Context,
    filter: ListFilter,
    frame: Frame,
    products: readonly unknown[],
    make: () => Fragment,
  ) => {
    const madeOf = [...products, frame.categories];
    return sendUnlessKnown(
      c,
      keep(c.req.path + JSON.stringify(filter), madeOf, () => render(make())),
    );
  };

  hono.get("/", async (c) => {
    const frame = await loadFrame(catalogue);
    const { categories } = frame;
    const meant = categoryMeant(c.req.query("category"), categories);
    if (meant !== undefined) return c.redirect(categoryPath(meant), 301);
    const filter = parse(ListAddress, c);
    const page = useShared(await catalogue.list(filter));
    if (filter.category !== undefined && categories?.some(({ slug }) => slug === filter.category) === false)
      throw pageUnknown("category");
    if (filter.category !== undefined || filter.cursor !== undefined)
      return send(c, filter, frame, [page], () => listPage(frame, filter, page));
    const announced = useShared(await sales.list());
    const [waiting, banner] = [waitingBanner(c), salesBanner(announced)];
    // A page with something of the shopper is not cached for all.
    if (waiting !== "") return privatePage(c, render(listPage(frame, filter, page, [waiting, banner])));
    return send(c, filter, frame, [page, String(banner)], () => listPage(frame, filter, page, [banner]));
  });

  hono.get("/search", async (c) => {
    const typed = c.req.query("q")?.trim() ?? "";
    if (typed.length > longestWords)
      return c.redirect(`/search?q=${encodeURIComponent(shortened(typed))}`, 302);
    const { q: words, ...rest } = parse(SearchAddress, c);
    const filter = { ...rest, q: words === "" ? undefined : words };
    const frame = await loadFrame(catalogue);
    const products = filter.q === undefined ? undefined : useShared(await catalogue.list(filter));
    return send(c, filter, frame, [products], () => searchPage(frame, filter, products));
  });
};

/** The filters that the contract allows. */
const longestWords = 100;

/** The first words of a search that is too long. */
const shortened = (words: string): string =>
  words
    .slice(0, longestWords)
    .toWellFormed()
    .replace(/\s+\S*$/, "")
    .trim();

/** The category of a misspelt address: by its name, or in capitals. */
const categoryMeant = (typed: string | undefined, categories: readonly Category[] | undefined) => {
  if (typed === undefined || categories?.some(({ slug }) => slug === typed) !== false) return undefined;
  const plain = typed.trim().toLowerCase();
  const slug = plain.replace(/[^a-z]+/g, "-");
  return categories.find(
    (category) => [category.slug, category.name.toLowerCase()].includes(plain) || category.slug === slug,
  )?.slug;
};

const parse = (schema: v.GenericSchema<unknown, ListFilter>, c: Context): ListFilter => {
  const result = v.safeParse(schema, c.req.query());
  if (result.success) return result.output;
  const faults = fieldErrors(result.issues).map(({ field, detail }) => `${field} ${detail}`);
  throw addressInvalid(`The address has a part we cannot read: ${faults.join("; ")}.`);
};
